import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hex } from './rows.ts';

/** The parts of a suite whose events are indexed, by the names of the contracts here. */
const PARTS = {
  Identity: 'identityRegistry',
  Sage: 'sageRegistry',
  Reputation: 'reputationRegistry',
  Validation: 'validationRegistry',
  Staked: 'stakedValidation',
  TeeKeys: 'teeKeyRegistry',
  Policy: 'taskValidationPolicy',
} as const;

export type ContractName = keyof typeof PARTS;

/** Where a contract is, and from which block on its events are read. */
export interface Place {
  readonly address: Hex;
  readonly startBlock: number;
}

/** What is to be indexed on one chain. A suite over existing registries may lack parts. */
export interface IndexedChain {
  readonly chainId: number;
  /** Nodes of the chain. */
  readonly rpcs: readonly string[];
  readonly places: Readonly<Partial<Record<ContractName, Place>>>;
}

/** A setting or an address book that can't be used; says where and how to go on. */
export class IndexerConfigError extends Error {}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/**
 * The chains that the environment names.
 *
 * @param env `SAGE_CHAINS` (chain ids with commas between), `PONDER_RPC_URL_<chain id>` (nodes, with commas between), and optionally `SAGE_DEPLOYMENTS` (folder of
 * the address books) and `SAGE_START_BLOCK_<chain id>` (from where contracts are read that were there before the suite; 0 by default).
 * @param defaultFolder Folder of the address books without `SAGE_DEPLOYMENTS`.
 * @throws {IndexerConfigError} For a setting that is missing or wrong, and an address book that can't be read.
 */
export function readChains(
  env: Readonly<Record<string, string | undefined>>,
  defaultFolder: string,
): readonly IndexedChain[] {
  const folder = env['SAGE_DEPLOYMENTS'] ?? defaultFolder;
  const ids = listOf(env['SAGE_CHAINS']);
  if (ids.length === 0) throw new IndexerConfigError('SAGE_CHAINS is empty: name the chain ids, such as 11155111');
  return ids.map((text) => {
    const chainId = wholeNumber('SAGE_CHAINS', text, 1);
    const setting = `PONDER_RPC_URL_${chainId}`;
    const rpcs = listOf(env[setting]);
    if (rpcs.length === 0) throw new IndexerConfigError(`${setting} is empty: name a node of the chain`);
    const startSetting = `SAGE_START_BLOCK_${chainId}`;
    const start = wholeNumber(startSetting, env[startSetting] ?? '0', 0);
    return { chainId, rpcs, places: readBook(join(folder, `${chainId}.json`), chainId, start) };
  });
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new IndexerConfigError(`${name} holds "${text}": give a whole number from ${least}`);
}

function readBook(path: string, chainId: number, start: number): IndexedChain['places'] {
  const book = parse(path);
  if (book['format'] !== 1) throw new IndexerConfigError(`${path}: format is ${show(book['format'])}, 1 is known`);
  if (book['chainId'] !== String(chainId)) {
    throw new IndexerConfigError(`${path}: chainId is ${show(book['chainId'])}, not "${chainId}": take the right book`);
  }
  const contracts = recordOf(book['contracts'], path, 'contracts');
  const places: Partial<Record<ContractName, Place>> = {};
  for (const [name, part] of Object.entries(PARTS) as [ContractName, string][]) {
    const entry = contracts[part];
    if (entry !== undefined) places[name] = placeOf(recordOf(entry, path, `contracts.${part}`), path, part, start);
  }
  if (!places.Identity) throw new IndexerConfigError(`${path}: contracts.identityRegistry is missing`);
  return places;
}

function placeOf(entry: Record<string, unknown>, path: string, part: string, start: number): Place {
  const { address, block, existing } = entry;
  if (typeof address !== 'string' || !ADDRESS.test(address)) {
    throw new IndexerConfigError(`${path}: contracts.${part}.address is ${show(address)}, not an address`);
  }
  const startBlock = existing === true ? start : block;
  if (typeof startBlock !== 'number' || !Number.isSafeInteger(startBlock) || startBlock < 0) {
    throw new IndexerConfigError(`${path}: contracts.${part}.block is ${show(block)}, not a block number`);
  }
  return { address: address.toLowerCase() as Hex, startBlock };
}

function parse(path: string): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(readFileSync(path, 'utf8')), path, 'the whole');
  } catch (cause) {
    if (cause instanceof IndexerConfigError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new IndexerConfigError(`${path} can't be read (${reason}): deploy first, or set SAGE_DEPLOYMENTS`, { cause });
  }
}

function recordOf(value: unknown, path: string, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new IndexerConfigError(`${path}: ${what} is ${show(value)}, not an object`);
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
