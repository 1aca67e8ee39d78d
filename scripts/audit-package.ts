// npm run audit:package: everything that a review begins with, in one archive with a manifest. Two runs on the same commit
// give the same bytes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildArchive } from './lib/auditArchive/buildArchive.ts';
import type { Archive } from './lib/auditArchive/buildArchive.ts';
import { collectFiles } from './lib/auditArchive/collectFiles.ts';
import { generatedFiles } from './lib/auditArchive/generatedFiles.ts';
import { sha256 } from './lib/auditArchive/manifest.ts';
import type { Manifest } from './lib/auditArchive/manifest.ts';
import { readCommit } from './lib/auditArchive/readCommit.ts';
import { verifyArchive } from './lib/auditArchive/verifyArchive.ts';
import { DEPTHS } from './lib/depths.ts';
import { groupBy } from './lib/groupBy.ts';
import { ROOT } from './lib/paths.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { runSteps, total, writeLog } from './lib/steps.ts';
import { formatInteger, formatTable } from './lib/table.ts';
import { allSteps, selectSteps } from './lib/testSteps.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const OUT = join(ROOT, 'dist', 'audit');
/** Those that hold generated documents, snapshots and bindings to the sources; no test. */
const NOT_NEEDED = new Set(['gas', 'coverage', 'bytecode']);
const SHOWN_CHANGES = 10;

const USAGE = `Usage: npm run audit:package -- [options]
  --out DIR      where the archive goes; dist/audit by default
  --allow-dirty  also when files differ from the commit; the archive is named and marked so
  --verify FILE  build nothing: compare an archive with the manifest in it, and with FILE.sha256 where that is there
  --json         {archive, bytes, sha256, commit, dirty, files: [{path, bytes, sha256}]} and nothing else on standard
                 output; with --verify {archive, sha256, commit, files, problems}
Needs git and what npm installed. First builds, and runs the checks that hold what is generated; a stale document ends it.
Exit code 1 when a check fails or an archive differs from its manifest.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: OUT },
      'allow-dirty': { type: 'boolean', default: false },
      verify: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (values.verify !== undefined) {
    await verify(resolve(values.verify), values.json);
    return;
  }
  stopChildrenOnSignals();
  const checkout = await readCommit();
  if (checkout.dirty && !values['allow-dirty']) throw new UsageError(describeChanges(checkout.changes));
  if (!(await runChecks())) {
    console.error('no archive was written: see above');
    process.exitCode = 1;
    return;
  }
  const archive = buildArchive([...collectFiles(checkout.files, checkout), ...generatedFiles()], checkout);
  const path = write(archive, resolve(values.out));
  print(archive, path, values.json);
}

function describeChanges(changes: readonly string[]): string {
  const more = changes.length > SHOWN_CHANGES ? [`… and ${changes.length - SHOWN_CHANGES} more`] : [];
  return [
    'files differ from the commit; commit or remove them, or take --allow-dirty, which marks the archive:',
    ...changes.slice(0, SHOWN_CHANGES),
    ...more,
  ].join('\n');
}

async function runChecks(): Promise<boolean> {
  const all = allSteps({ proveRed: false, depth: DEPTHS.quick });
  const checks = all.filter(({ name, group }) => group === 'checks' && !NOT_NEEDED.has(name));
  const steps = selectSteps(
    all,
    checks.map(({ name }) => name),
  );
  return total(await runSteps(steps, { atOnce: 1, say: console.error, keep: writeLog })).failed === 0;
}

function write({ name, bytes }: Archive, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, bytes);
  // The folder lies in that of the package of the contracts, which must not carry it along.
  if (folder === OUT) writeFileSync(join(folder, '.npmignore'), '*\n');
  // As `sha256sum --check` reads it.
  writeFileSync(`${path}.sha256`, `${sha256(bytes)}  ${name}\n`);
  return path;
}

function print({ bytes, manifest }: Archive, path: string, json: boolean): void {
  const archive = relative(process.cwd(), path);
  const { commit, dirty, files } = manifest;
  if (json) {
    const facts = { archive, bytes: bytes.length, sha256: sha256(bytes), commit, dirty, files };
    console.log(JSON.stringify(facts, undefined, 2));
    return;
  }
  console.log(formatListing(manifest));
  console.log(`\n${archive}: ${formatInteger(bytes.length)} bytes, SHA-256 ${sha256(bytes)}`);
  console.log(`commit ${commit}${dirty ? ', WITH OTHER CHANGES' : ''}`);
}

/** What is for reviewers file by file, the rest by folder. */
function formatListing({ files }: Manifest): string {
  const isShown = (path: string): boolean => /^(?:audit|generated|snapshots)\//.test(path) || !path.includes('/');
  const groups = groupBy(files, ({ path }) => (isShown(path) ? path : `${path.split('/').slice(0, -1)[0] ?? ''}/`));
  const rows = [...groups].map(([name, group]) => [
    name,
    String(group.length),
    formatInteger(group.reduce((sum, { bytes }) => sum + bytes, 0)),
  ]);
  const sum = formatInteger(files.reduce((all, { bytes }) => all + bytes, 0));
  return formatTable(
    ['file, or folder', 'files', 'bytes'],
    [...rows, ['all', String(files.length), sum]],
    ['left', 'right', 'right'],
  );
}

async function verify(path: string, json: boolean): Promise<void> {
  if (!existsSync(path)) throw new UsageError(`--verify: there is no file ${path}`);
  const bytes = readFileSync(path);
  const verified = await verifyArchive(bytes);
  const problems = [...compareSum(path, sha256(bytes)), ...verified.problems];
  const facts = {
    archive: relative(process.cwd(), path),
    sha256: sha256(bytes),
    commit: verified.manifest?.commit ?? null,
    files: verified.manifest?.files.length ?? 0,
    problems,
  };
  if (json) {
    console.log(JSON.stringify(facts, undefined, 2));
  } else {
    for (const problem of problems) console.log(problem);
    console.log(`${facts.archive}: SHA-256 ${facts.sha256}, commit ${facts.commit ?? 'unknown'}`);
    console.log(`${facts.files} files in the manifest, ${problems.length} problems`);
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function compareSum(path: string, hash: string): string[] {
  if (!existsSync(`${path}.sha256`)) return [];
  const expected = `${hash}  ${basename(path)}`;
  return readFileSync(`${path}.sha256`, 'utf8').trim() === expected
    ? []
    : [`${basename(path)}.sha256 is of other bytes, or of a file of another name`];
}

await runCommand(main);
