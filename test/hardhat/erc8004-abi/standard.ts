// The signatures of the ERC-8004 registries, as facts: what callers and indexers depend on, and nothing of how a
// deployment is put behind a proxy or owned. `node test/hardhat/erc8004-abi/standard.ts <folder with the ABI files>`
// writes the files beside this one anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly components?: readonly Parameter[];
  readonly indexed?: boolean;
}

export interface Entry {
  readonly type: 'function' | 'event' | 'error';
  readonly name: string;
  readonly inputs: readonly Parameter[];
  readonly outputs?: readonly Parameter[];
  readonly stateMutability?: string;
  readonly anonymous?: boolean;
}

/** A line of an ABI file, as far as it is looked at. */
export interface AbiItem {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly Parameter[];
  readonly outputs?: readonly Parameter[];
  readonly stateMutability?: string;
  readonly anonymous?: boolean;
}

/** The ABI file of each registry in the shared folder, which is also the name of its copy here. */
export const STANDARD_FILES = ['IdentityRegistry.json', 'ReputationRegistry.json', 'ValidationRegistry.json'] as const;

const PROXY_AND_OWNERSHIP = new Set([
  'initialize',
  'upgradeToAndCall',
  'proxiableUUID',
  'UPGRADE_INTERFACE_VERSION',
  'owner',
  'transferOwnership',
  'renounceOwnership',
  'getVersion',
  'Initialized',
  'Upgraded',
  'OwnershipTransferred',
  'OwnableInvalidOwner',
  'OwnableUnauthorizedAccount',
  'ERC1967InvalidImplementation',
  'ERC1967NonPayable',
  'UUPSUnauthorizedCallContext',
  'UUPSUnsupportedProxiableUUID',
  'InvalidInitialization',
  'NotInitializing',
  'AddressEmptyCode',
  'FailedCall',
]);

export function isProxyOrOwnership(name: string): boolean {
  return PROXY_AND_OWNERSHIP.has(name);
}

/** Functions, events and errors of an ABI without compiler details, in a fixed order. */
export function reduceAbi(abi: readonly AbiItem[]): Entry[] {
  const entries = abi.flatMap(reduceItem);
  return entries.sort((a, b) => (signatureOf(a) < signatureOf(b) ? -1 : 1));
}

/** Names an entry: its kind, its name and the types it takes. */
export function signatureOf(entry: Entry): string {
  return `${entry.type} ${entry.name}(${entry.inputs.map(typeOf).join(',')})`;
}

export function readAbi(path: string): AbiItem[] {
  return JSON.parse(readFileSync(path, 'utf8')) as AbiItem[];
}

function reduceItem(item: AbiItem): Entry[] {
  const { type, name, inputs = [] } = item;
  if (type !== 'function' && type !== 'event' && type !== 'error') return [];
  if (name === undefined) throw new Error(`An ABI has a ${type} without a name.`);
  const entry: Entry = { type, name, inputs: inputs.map(reduceParameter) };
  if (type === 'event') return [{ ...entry, anonymous: item.anonymous === true }];
  if (type === 'error') return [entry];
  const outputs = (item.outputs ?? []).map(reduceParameter);
  return [{ ...entry, outputs, stateMutability: item.stateMutability ?? 'unknown' }];
}

function reduceParameter(parameter: Parameter): Parameter {
  const { name, type, components, indexed } = parameter;
  return {
    name,
    type,
    ...(components === undefined ? {} : { components: components.map(reduceParameter) }),
    ...(indexed === undefined ? {} : { indexed }),
  };
}

function typeOf(parameter: Parameter): string {
  if (parameter.components === undefined) return parameter.type;
  return parameter.type.replace('tuple', `(${parameter.components.map(typeOf).join(',')})`);
}

function main(folder: string | undefined): void {
  if (folder === undefined) throw new Error('Usage: node test/hardhat/erc8004-abi/standard.ts <folder>');
  for (const file of STANDARD_FILES) {
    const standard = reduceAbi(readAbi(join(folder, file))).filter(({ name }) => !isProxyOrOwnership(name));
    writeFileSync(join(import.meta.dirname, file), `${JSON.stringify(standard, null, 2)}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2]);
