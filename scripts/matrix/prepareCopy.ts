import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copySources } from '../lib/copySources.ts';
import { install } from '../lib/packages/npm.ts';
import { ROOT, readJson } from '../lib/paths.ts';
import { describeFailure } from '../lib/process.ts';
import { PINNED } from './compilers.ts';
import type { Compiler } from './compilers.ts';

const PRAGMA = `pragma solidity ${PINNED};`;

/**
 * A copy of contracts and tests for one compiler, in cache/matrix/, with that compiler. Its build is kept from run to run:
 * forge sees by the contents what has changed.
 *
 * @returns The folder.
 * @throws Error when the compiler can't be fetched or isn't the one that was noted.
 */
export async function prepareCopy(compiler: Compiler): Promise<string> {
  const folder = join(ROOT, 'cache/matrix', compiler.version);
  await installCompiler(folder, compiler);
  copySources(folder, ['test/foundry']);
  removeInvariants(join(folder, 'test/foundry'));
  cpSync(join(ROOT, 'test/matrix/CellCode.t.sol'), join(folder, 'test/foundry/CellCode.t.sol'));
  for (const name of ['contracts', 'test/foundry']) setPragmas(join(folder, name), compiler.version);
  return folder;
}

/** Beside the copy of solc.mjs, where that looks before it looks anywhere else. */
async function installCompiler(folder: string, { version, integrity }: Compiler): Promise<void> {
  const place = join(folder, 'scripts');
  if (installedIntegrity(place) === integrity) return;
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true }));
  const outcome = await install(place, ['--save-exact', `solc@${version}`]);
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`solc ${version} could not be installed: ${failure}\n${outcome.output}`);
  const found = installedIntegrity(place);
  if (found !== integrity) {
    rmSync(place, { recursive: true, force: true });
    throw new Error(`solc ${version} has the integrity ${found ?? 'none'}, expected ${integrity}: it was deleted`);
  }
}

function installedIntegrity(place: string): string | undefined {
  const lock = join(place, 'package-lock.json');
  if (!existsSync(lock) || !existsSync(join(place, 'node_modules/solc/soljson.js'))) return undefined;
  const { packages } = readJson(lock) as { packages: Record<string, { integrity?: string }> };
  return packages['node_modules/solc']?.integrity;
}

/** Left out here and not by a filter, with which forge would analyse all sources once more for each cell. */
function removeInvariants(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.t.sol')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    if (!/\bfunction (invariant|statefulFuzz)/.test(text)) continue;
    if (/\bfunction test/.test(text))
      throw new Error(`${name} has both tests and invariants: put them into files of their own`);
    rmSync(join(folder, name));
  }
}

/** Sources name their compiler exactly, so another one refuses each file that was left out here. */
function setPragmas(folder: string, version: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.sol')) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(PRAGMA)) throw new Error(`${name} has no ${PRAGMA}`);
    writeFileSync(path, text.replace(PRAGMA, `pragma solidity ${version};`));
  }
}
