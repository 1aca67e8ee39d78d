// typechain-types/ must be what the contracts give: the bindings are generated anew into an empty folder and compared,
// so that missing, changed and left-over files are all found.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import config from '../../hardhat.config.ts';
import { ROOT, TYPECHAIN } from '../lib/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'sage-typechain-'));
try {
  const hre = await createHardhatRuntimeEnvironment(
    { ...config, typechain: { ...config.typechain, outDir: folder } },
    {},
    ROOT,
  );
  await hre.tasks.getTask('build').run({ quiet: true });
  const problems = compare(readTree(folder), readTree(TYPECHAIN));
  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0 ? 'up to date' : `${problems.length} differences: npm run build writes them anew`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function readTree(root: string): Map<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(root, name)).isFile());
  if (files.length === 0) throw new Error(`${root} is empty`);
  return new Map(files.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(root, name), 'utf8')]));
}

function compare(fresh: Map<string, string>, committed: Map<string, string>): string[] {
  const all = [...new Set([...fresh.keys(), ...committed.keys()])].sort();
  return all.flatMap((name) => {
    if (!committed.has(name)) return [`missing: typechain-types/${name}`];
    if (!fresh.has(name)) return [`left over: typechain-types/${name}`];
    return fresh.get(name) === committed.get(name) ? [] : [`out of date: typechain-types/${name}`];
  });
}
