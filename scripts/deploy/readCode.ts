import { readFileSync } from 'node:fs';
import { keccak256 } from 'ethers';
import type { ArtifactManager } from 'hardhat/types/artifacts';
import type { Compiler } from './addressBook.ts';
import { DeployConfigError } from './errors.ts';
import { importedBy, refuseStale } from './refuseStale.ts';
import type { BuildInput, BuildOutput, Project } from './refuseStale.ts';

interface BuildInfo {
  readonly solcVersion: string;
  readonly solcLongVersion: string;
  readonly input: BuildInput & {
    readonly settings: {
      readonly evmVersion?: string;
      readonly viaIR?: boolean;
      readonly optimizer?: { runs?: number };
    };
  };
}

/** What was built: keccak256 of the creation code of each contract, and the compiler. */
export interface BuiltCode {
  readonly code: Record<string, string>;
  readonly compiler: Compiler;
}

/**
 * Reads what the compiler made of contracts.
 *
 * @param project What they have to be built from.
 * @throws {DeployConfigError} When they weren't built, or from something else, or not all by the same compiler.
 */
export async function readCode(
  artifacts: ArtifactManager,
  contracts: readonly string[],
  project: Project,
): Promise<BuiltCode> {
  const code: Record<string, string> = {};
  const builds = new Map<string, string[]>();
  for (const contract of contracts) {
    const { bytecode, inputSourceName = '' } = await artifacts.readArtifact(contract);
    code[contract] = keccak256(bytecode);
    const build = (await artifacts.getBuildInfoId(contract)) ?? '';
    builds.set(build, [...(builds.get(build) ?? []), inputSourceName]);
  }
  const compilers = await Promise.all([...builds].map((build) => readCompiler(artifacts, build, project)));
  const [compiler, ...others] = new Set(compilers.map((one) => JSON.stringify(one)));
  if (compiler === undefined || others.length > 0) {
    throw new DeployConfigError(
      'artifacts',
      [...builds.keys()],
      'they are of different compilers; run: npx hardhat build --force',
    );
  }
  return { code, compiler: JSON.parse(compiler) as Compiler };
}

async function readCompiler(
  artifacts: ArtifactManager,
  [build, sources]: readonly [string, readonly string[]],
  project: Project,
): Promise<Compiler> {
  const [path, outputPath] = [await artifacts.getBuildInfoPath(build), await artifacts.getBuildInfoOutputPath(build)];
  if (path === undefined || outputPath === undefined)
    throw new DeployConfigError('artifacts', build, 'there is no build info; run: npx hardhat build');
  const { solcVersion, solcLongVersion, input } = readJson(path) as BuildInfo;
  const { output } = readJson(outputPath) as { output: BuildOutput };
  refuseStale(project, solcVersion, input, importedBy(output, sources));
  const { evmVersion, viaIR, optimizer } = input.settings;
  if (evmVersion === undefined || optimizer?.runs === undefined) {
    throw new DeployConfigError('solidity', input.settings, 'set evmVersion and optimizer.runs in hardhat.config.ts');
  }
  return { version: solcLongVersion, evmVersion, viaIR: viaIR ?? false, runs: optimizer.runs };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
