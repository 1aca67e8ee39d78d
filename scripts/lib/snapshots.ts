import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeSize, readDeployable } from './artifacts.ts';
import { writeBytecodeSnapshot } from './bytecodeSnapshot.ts';
import { SNAPSHOTS, readJson } from './paths.ts';

export type Snapshot = Record<string, number>;

/** EIP-170 */
export const MAX_CODE_SIZE = 24_576;

export function readSnapshot(name: 'gas' | 'sizes'): Snapshot {
  const path = join(SNAPSHOTS, `${name}.json`);
  return existsSync(path) ? (readJson(path) as Snapshot) : {};
}

export function writeSnapshots(gas: Snapshot): void {
  mkdirSync(SNAPSHOTS, { recursive: true });
  for (const [name, snapshot] of Object.entries({ gas, sizes: measureSizes() })) {
    writeFileSync(join(SNAPSHOTS, `${name}.json`), `${JSON.stringify(snapshot, undefined, 2)}\n`);
  }
  writeBytecodeSnapshot();
}

/** Runtime code in bytes of everything in contracts/ that can be called; other libraries live in their callers' code. */
export function measureSizes(): Snapshot {
  const contracts = readDeployable().filter(({ abi }) => abi.some(({ type }) => type === 'function'));
  return Object.fromEntries(contracts.map((artifact) => [artifact.contractName, codeSize(artifact.deployedBytecode)]));
}

/** In words, every figure that differs. EDR is deterministic, so there is no tolerance. */
export function compareSnapshot(committed: Snapshot, fresh: Snapshot): string[] {
  const names = [...new Set([...Object.keys(committed), ...Object.keys(fresh)])];
  return names.flatMap((name) => {
    const [before, now] = [committed[name], fresh[name]];
    if (before === now) return [];
    if (before === undefined) return [`${name}: ${String(now)} is not in the snapshot`];
    if (now === undefined) return [`${name}: in the snapshot only`];
    const change = now - before;
    return [`${name}: ${before} in the snapshot, ${now} now (${change > 0 ? '+' : ''}${change})`];
  });
}
