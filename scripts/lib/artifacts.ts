import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ARTIFACTS, FORGE_OUT, readJson } from './paths.ts';

/** What Hardhat writes for one contract; only the fields that are read here. */
export interface Artifact {
  contractName: string;
  sourceName: string;
  /** Name of the source for the compiler. */
  inputSourceName: string;
  buildInfoId: string;
  abi: readonly { type: string }[];
  bytecode: string;
  deployedBytecode: string;
}

/** The artifacts of everything under contracts/ that has code, in the order of their names. */
export function readDeployable(artifacts = ARTIFACTS): Artifact[] {
  const folder = join(artifacts, 'contracts');
  if (!existsSync(folder)) throw new Error('there are no artifacts; build first: npm run build');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => readJson(join(folder, file)) as Artifact)
    .filter(({ bytecode }) => bytecode !== '0x')
    .sort((a, b) => a.contractName.localeCompare(b.contractName, 'en'));
}

export function readArtifact(contractName: string): Artifact {
  const found = readDeployable().filter((artifact) => artifact.contractName === contractName);
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`${found.length} contracts are called ${contractName}`);
  return found[0];
}

/** A contract that only tests need; forge builds those. Named by its file, too, where that has another name. */
export function readTestArtifact(contractName: string, fileName = contractName): Pick<Artifact, 'abi' | 'bytecode'> {
  const path = join(FORGE_OUT, `${fileName}.sol`, `${contractName}.json`);
  if (!existsSync(path)) throw new Error(`forge has not built ${contractName}; run: npm test -- --only forge-build`);
  const { abi, bytecode } = readJson(path) as { abi: Artifact['abi']; bytecode: { object: string } };
  return { abi, bytecode: bytecode.object };
}

/** Length in bytes of `0x…` code. */
export function codeSize(code: string): number {
  return (code.length - 2) / 2;
}
