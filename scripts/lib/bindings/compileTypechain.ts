import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, TYPECHAIN, packageBin } from '../paths.ts';
import { runStep, writeJson } from '../packages/runStep.ts';

/** Below the root, so that the compiler finds ethers. */
const CACHE = join(ROOT, 'cache');

/**
 * TypeChain writes for the project that it is in; whether a file is a module or not, the next package.json decides. So each kind
 * is compiled from a copy of its own.
 *
 * @param out The package.
 * @throws Error when the compiler fails.
 */
export async function compileTypechain(kind: 'module' | 'commonjs', out: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const stage = mkdtempSync(join(CACHE, 'bindings-'));
  try {
    await compileIn(stage, kind, join(out, 'lib', 'ethers', kind === 'module' ? 'esm' : 'cjs'));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

async function compileIn(stage: string, kind: 'module' | 'commonjs', target: string): Promise<void> {
  cpSync(TYPECHAIN, join(stage, 'src'), { recursive: true });
  dropParts(join(stage, 'src'));
  writeJson(join(stage, 'package.json'), { type: kind });
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023'],
    module: 'node16',
    moduleResolution: 'node16',
    types: ['node'],
    declaration: true,
    strict: true,
    skipLibCheck: true,
    rootDir: 'src',
    outDir: target,
  };
  writeJson(join(stage, 'tsconfig.json'), { compilerOptions, include: ['src'] });
  await runStep(`tsc (${kind})`, [packageBin('typescript', 'tsc'), '-p', stage]);
  writeJson(join(target, 'package.json'), { type: kind });
}

/**
 * Takes out what nobody can deploy or call: the bases and libraries that contracts are made of, which would double the size. And
 * the types for Hardhat's own project.
 */
function dropParts(stage: string): void {
  rmSync(join(stage, 'hardhat.d.ts'));
  for (const folder of [stage, join(stage, 'factories')]) {
    for (const part of ['base', 'libraries']) rmSync(join(folder, part), { recursive: true });
    const index = join(folder, 'index.ts');
    const lines = readFileSync(index, 'utf8').split('\n');
    writeFileSync(
      index,
      lines.filter((line) => !/\/(?:base|libraries)\/|\{ (?:base|libraries) \}/.test(line)).join('\n'),
    );
  }
}
