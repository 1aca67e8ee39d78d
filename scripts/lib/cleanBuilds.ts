import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { compareBytecode, hashBytecode } from './bytecodeSnapshot.ts';
import type { BytecodeSnapshot } from './bytecodeSnapshot.ts';
import { readDeployable } from './artifacts.ts';
import { copySources } from './copySources.ts';
import { ROOT, forgeBinary, packageBin, readJson } from './paths.ts';
import { describeFailure, run } from './process.ts';

/** What Hardhat's configuration imports, beside the contracts. */
const HARDHAT_SOURCES = ['hardhat.config.ts', 'package.json', 'tsconfig.json', 'scripts', 'tasks', 'bindings'];
const HOUR = 3_600_000;

/** One build from nothing. */
export interface CleanBuild {
  readonly name: string;
  readonly seconds: number;
  readonly hashes: BytecodeSnapshot;
}

interface ForgeArtifact {
  readonly bytecode: { readonly object: string };
  readonly deployedBytecode: { readonly object: string };
}

/**
 * Builds with Hardhat and forge from nothing, each in two folders whose paths differ in length and depth, one after another.
 *
 * @param say Takes a line when a build begins.
 * @returns The hashes of all builds.
 * @throws Error when a build fails.
 */
export async function buildClean(say: (line: string) => void): Promise<CleanBuild[]> {
  const top = mkdtempSync(join(tmpdir(), 'sage-clean-'));
  try {
    const builds: CleanBuild[] = [];
    for (const place of ['a', 'another/and/deeper/place']) {
      const folder = join(top, place);
      copySources(folder, HARDHAT_SOURCES);
      linkPackages(folder);
      for (const [tool, build] of [
        ['Hardhat', hardhatBuild],
        ['forge', forgeBuild],
      ] as const) {
        const name = `${tool} in ${place}`;
        say(`${name}: building …`);
        const begin = Date.now();
        const hashes = await build(folder);
        builds.push({ name, seconds: Math.round((Date.now() - begin) / 1000), hashes });
      }
    }
    return builds;
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

/** A line for each contract of each build whose code is not that of the snapshot. */
export function compareBuilds(committed: BytecodeSnapshot, builds: readonly CleanBuild[]): string[] {
  return builds.flatMap(({ name, hashes }) =>
    compareBytecode(committed, hashes).map((difference) => `${name}: ${difference}`),
  );
}

async function hardhatBuild(folder: string): Promise<BytecodeSnapshot> {
  const args = [packageBin('hardhat'), '--no-typechain', 'build'];
  const outcome = await run(process.execPath, args, { cwd: folder, timeoutMs: HOUR });
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`hardhat build: ${failure}\n${outcome.output}`);
  return hashBytecode(readDeployable(join(folder, 'artifacts')));
}

async function forgeBuild(folder: string): Promise<BytecodeSnapshot> {
  const outcome = await run(forgeBinary(), ['build', 'contracts'], { cwd: folder, timeoutMs: HOUR });
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`forge build: ${failure}\n${outcome.output}`);
  return hashBytecode(
    readDeployable(join(folder, 'artifacts')).map((artifact) => {
      const file = join(folder, 'cache/forge/out', basename(artifact.sourceName), `${artifact.contractName}.json`);
      const { bytecode, deployedBytecode } = readJson(file) as ForgeArtifact;
      return { ...artifact, bytecode: bytecode.object, deployedBytecode: deployedBytecode.object };
    }),
  );
}

/** Links every installed package but those whose Solidity was copied. */
function linkPackages(folder: string): void {
  const link = (name: string): void => {
    const target = join(folder, 'node_modules', name);
    if (existsSync(target)) return;
    mkdirSync(join(target, '..'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), target, 'junction');
  };
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('@')) link(name);
    else readdirSync(join(ROOT, 'node_modules', name)).forEach((rest) => link(`${name}/${rest}`));
  }
  cpSync(join(ROOT, 'sdk'), join(folder, 'sdk'), { recursive: true, filter: (file) => !file.includes('node_modules') });
}
