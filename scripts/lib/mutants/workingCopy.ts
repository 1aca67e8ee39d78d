import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../paths.ts';
import { CACHE_FILE, OUT, readForgeCache } from './forgeCache.ts';
import type { ForgeCache } from './forgeCache.ts';

/** Stands in for solc in a working copy: whatever forge wanted compiled there would hide the patched code. */
const NO_COMPILER = `#!/usr/bin/env node
if (process.argv.includes('--version')) console.log('solc, the solidity compiler commandline interface\\nVersion: 0.8.36');
else {
  console.error('a working copy for mutants must not compile: its build is stale, run forge build and prepare it again');
  process.exitCode = 2;
}
`;

/**
 * Makes a folder in which forge finds the tests asked for, all they import and the build output of exactly these, so that
 * `forge test` there compiles nothing and needs no filter. (With a filter forge first compiles all sources once more for their
 * ABI, without using its cache.)
 *
 * @param root Where to make it; what is there is deleted.
 * @param tests Files below test/foundry.
 */
export function makeWorkingCopy(root: string, tests: readonly string[]): ForgeCache {
  const cache = readForgeCache();
  const wanted = new Set<string>();
  for (const test of tests) {
    const file = cache.files[test];
    if (file === undefined) throw new Error(`forge does not know ${test}: run forge build`);
    for (const path of [test, ...file.imports]) wanted.add(path);
  }
  // Read by its path instead of by name; see fs_permissions in foundry.toml.
  const verifier = 'contracts/P256Verifier.sol';
  for (const path of [verifier, ...(cache.files[verifier]?.imports ?? [])]) wanted.add(path);

  rmSync(root, { recursive: true, force: true });
  const files: ForgeCache['files'] = {};
  for (const path of [...wanted].sort()) {
    const file = cache.files[path];
    if (file === undefined) throw new Error(`${path} is imported, but not in forge's cache: run forge build`);
    files[path] = file;
    copy(join(ROOT, path), join(root, path));
    for (const profiles of Object.values(file.artifacts)) {
      for (const artifacts of Object.values(profiles)) {
        for (const artifact of Object.values(artifacts))
          copy(join(ROOT, OUT, artifact.path), join(root, OUT, artifact.path));
      }
    }
  }
  for (const build of cache.builds)
    copy(join(ROOT, OUT, 'build-info', `${build}.json`), join(root, OUT, 'build-info', `${build}.json`));
  const own: ForgeCache = { ...cache, files };
  write(join(root, CACHE_FILE), JSON.stringify(own));
  copy(join(ROOT, 'foundry.toml'), join(root, 'foundry.toml'));
  write(join(root, 'scripts/toolchain/solc.mjs'), NO_COMPILER, 0o755);
  return own;
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`${from} is missing: run forge build`);
  mkdirSync(dirname(to), { recursive: true });
  if (!existsSync(to)) copyFileSync(from, to);
}

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
}

/** Creation and runtime code as solc gives them. */
export interface Bytecode {
  creation: string;
  runtime: string;
  immutableReferences: unknown;
}

/** Puts code into an artifact of forge. Everything else in it stays: no mutant changes an interface. */
export function patchArtifact(path: string, { creation, runtime, immutableReferences }: Bytecode): void {
  const artifact = JSON.parse(readFileSync(path, 'utf8')) as {
    bytecode: Record<string, unknown>;
    deployedBytecode: Record<string, unknown>;
  };
  Object.assign(artifact.bytecode, { object: `0x${creation}`, linkReferences: {} });
  Object.assign(artifact.deployedBytecode, { object: `0x${runtime}`, linkReferences: {}, immutableReferences });
  writeFileSync(path, JSON.stringify(artifact));
}

/** The creation code in an artifact, without 0x. */
export function readCreationCode(path: string): string {
  const { bytecode } = JSON.parse(readFileSync(path, 'utf8')) as { bytecode: { object: string } };
  return bytecode.object.slice(2);
}
