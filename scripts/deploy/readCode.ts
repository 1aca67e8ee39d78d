import { readFileSync } from 'node:fs';
import { keccak256 } from 'ethers';
import type { ArtifactManager } from 'hardhat/types/artifacts';
import type { Compiler } from './addressBook.ts';
import { DeployConfigError } from './errors.ts';

interface BuildInfo {
  readonly solcLongVersion: string;
  readonly input: {
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
 * @throws {DeployConfigError} When they weren't built, or not all by the same compiler.
 */
export async function readCode(artifacts: ArtifactManager, contracts: readonly string[]): Promise<BuiltCode> {
  const code: Record<string, string> = {};
  const builds = new Set<string>();
  for (const contract of contracts) {
    const { bytecode } = await artifacts.readArtifact(contract);
    code[contract] = keccak256(bytecode);
    builds.add((await artifacts.getBuildInfoId(contract)) ?? '');
  }
  const compilers = await Promise.all([...builds].map((build) => readCompiler(artifacts, build)));
  const [compiler, ...others] = new Set(compilers.map((one) => JSON.stringify(one)));
  if (compiler === undefined || others.length > 0) {
    throw new DeployConfigError(
      'artifacts',
      [...builds],
      'they are of different compilers; run: npx hardhat build --force',
    );
  }
  return { code, compiler: JSON.parse(compiler) as Compiler };
}

async function readCompiler(artifacts: ArtifactManager, build: string): Promise<Compiler> {
  const path = await artifacts.getBuildInfoPath(build);
  if (path === undefined)
    throw new DeployConfigError('artifacts', build, 'there is no build info; run: npx hardhat build');
  const { solcLongVersion, input } = JSON.parse(readFileSync(path, 'utf8')) as BuildInfo;
  const { evmVersion, viaIR, optimizer } = input.settings;
  if (evmVersion === undefined || optimizer?.runs === undefined) {
    throw new DeployConfigError('solidity', input.settings, 'set evmVersion and optimizer.runs in hardhat.config.ts');
  }
  return { version: solcLongVersion, evmVersion, viaIR: viaIR ?? false, runs: optimizer.runs };
}
