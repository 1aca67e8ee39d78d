import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiler } from './addressBook.ts';
import type { ChainClass, CheckedConfig } from './config.ts';
import type { DeployStrategy } from './strategy.ts';
import { writeFileWhole } from './writeFileWhole.ts';

/** What a deployment was begun with; lies beside Ignition's journal from before the first transaction on. */
export interface Manifest {
  readonly format: 1;
  /** Decimal. */
  readonly chainId: string;
  /** Hash of block 0: a local chain that was started anew has another. */
  readonly genesis: string;
  readonly chainClass: ChainClass;
  readonly deployer: string;
  readonly strategy: DeployStrategy;
  readonly config: CheckedConfig;
  /** keccak256 of the creation code of each contract. */
  readonly code: Readonly<Record<string, string>>;
  readonly compiler: Compiler;
  readonly source: Source;
}

/** Where the code comes from. */
export interface Source {
  /** 40 hex digits; zeros when the folder is no git repository. */
  readonly commit: string;
  /** Whether `contracts/` or the configuration of the compiler differ from it. */
  readonly modified: boolean;
}

/** A field in which two manifests differ. */
export interface Difference {
  readonly field: string;
  readonly begun: unknown;
  readonly now: unknown;
}

const FILE = 'sage.json';

/** Where Ignition keeps the journal of a chain, in the folder of the address books. */
export function journalFolder(deployments: string, chainId: bigint): string {
  return join(deployments, 'journal', chainId.toString());
}

/**
 * Reads what the deployment of a journal was begun with; undefined when none was.
 *
 * @throws {SyntaxError} When the file isn't JSON; it is written whole or not at all.
 */
export function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, FILE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : undefined;
}

export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileWhole(join(folder, FILE), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Where what is asked for now isn't what was begun. The commit may differ as long as the code is the same. */
export function compareManifests(begun: Manifest, now: Manifest): Difference[] {
  const { source: _begunSource, ...before } = begun;
  const { source: _nowSource, ...after } = now;
  return differences('', before, after);
}

function differences(field: string, begun: unknown, now: unknown): Difference[] {
  if (JSON.stringify(begun) === JSON.stringify(now)) return [];
  if (!isRecord(begun) || !isRecord(now)) return [{ field, begun, now }];
  const names = new Set([...Object.keys(begun), ...Object.keys(now)]);
  return [...names].flatMap((name) => differences(field === '' ? name : `${field}.${name}`, begun[name], now[name]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
