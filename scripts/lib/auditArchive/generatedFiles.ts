import { keccak256 } from 'ethers';
import { codeSize, readDeployable } from '../artifacts.ts';
import type { Artifact } from '../artifacts.ts';
import type { ArchiveFile } from './archiveFile.ts';
import { sha256 } from './manifest.ts';

/** What the archive holds beside the files of the commit: ABIs, and hashes of the code that was built. */
export function generatedFiles(): ArchiveFile[] {
  const contracts = readDeployable().filter(({ abi }) => abi.some(({ type }) => type === 'function'));
  return [
    ...contracts.map(({ contractName, abi }) => toFile(`abi/${contractName}.json`, abi)),
    toFile('bytecode.json', {
      about:
        'Code as built by solc with the settings in hardhat.config.ts. Immutable values are zeros in the runtime code; `npx hardhat sage doctor` compares what is on a chain.',
      contracts: contracts.map(({ contractName, sourceName, bytecode, deployedBytecode }) => ({
        contract: contractName,
        source: sourceName,
        creation: describeCode(bytecode),
        runtime: describeCode(deployedBytecode),
      })),
    }),
  ];
}

function toFile(name: string, value: unknown): ArchiveFile {
  return { path: `generated/${name}`, content: Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`) };
}

function describeCode(code: Artifact['bytecode']): { bytes: number; keccak256: string; sha256: string } {
  return {
    bytes: codeSize(code),
    keccak256: keccak256(code),
    sha256: sha256(Buffer.from(code.slice('0x'.length), 'hex')),
  };
}
