import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keccak256 } from 'ethers';
import { readDeployable } from './artifacts.ts';
import type { Artifact } from './artifacts.ts';
import { SNAPSHOTS, readJson } from './paths.ts';

/** The keccak256 of a contract's code as the compiler gives it: immutable values are zeros in the runtime code. */
export interface CodeHashes {
  readonly creation: string;
  readonly runtime: string;
}

export type BytecodeSnapshot = Readonly<Record<string, CodeHashes>>;

const TARGET = join(SNAPSHOTS, 'bytecode.json');

export function readBytecodeSnapshot(): BytecodeSnapshot {
  return existsSync(TARGET) ? (readJson(TARGET) as BytecodeSnapshot) : {};
}

export function writeBytecodeSnapshot(): void {
  writeFileSync(TARGET, `${JSON.stringify(hashBytecode(), undefined, 2)}\n`);
}

/** Of everything that can be called; other libraries live in their callers' code. */
export function hashBytecode(artifacts: readonly Artifact[] = readDeployable()): BytecodeSnapshot {
  const contracts = artifacts.filter(({ abi }) => abi.some(({ type }) => type === 'function'));
  return Object.fromEntries(
    contracts.map(({ contractName, bytecode, deployedBytecode }) => [
      contractName,
      { creation: keccak256(bytecode), runtime: keccak256(deployedBytecode) },
    ]),
  );
}

/** A line for each contract whose code is otherwise than in the snapshot. */
export function compareBytecode(committed: BytecodeSnapshot, fresh: BytecodeSnapshot): string[] {
  const names = [...new Set([...Object.keys(committed), ...Object.keys(fresh)])].sort();
  return names.flatMap((name) => {
    const [before, now] = [committed[name], fresh[name]];
    if (before === undefined) return [`${name}: not in snapshots/bytecode.json`];
    if (now === undefined) return [`${name}: in snapshots/bytecode.json only`];
    return (['creation', 'runtime'] as const)
      .filter((kind) => before[kind] !== now[kind])
      .map((kind) => `${name}: ${kind} code ${now[kind]}, in the snapshot ${before[kind]}`);
  });
}
