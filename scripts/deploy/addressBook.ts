import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getAddress, isAddress, isHexString } from 'ethers';
import { CHAIN_CLASSES, checkGovernance } from './config.ts';
import type { ChainClass, GovernanceConfig } from './config.ts';
import type { Deployment } from './deploySuite.ts';
import { DeployConfigError } from './errors.ts';
import type { ConstructorArgument, Part } from './plan.ts';

/** What is known of a suite that stands on a chain: the content of `deployments/<chainId>.json`. */
export interface AddressBook {
  readonly format: 1;
  /** Decimal. */
  readonly chainId: string;
  /** The network's part of the DIDs. */
  readonly network: string;
  readonly chainClass: ChainClass;
  /** Who governed the suite when it was deployed. */
  readonly governance: Required<GovernanceConfig>;
  /** Git commit that was deployed, 40 hex digits; zeros where nothing was known of one. */
  readonly commit: string;
  /** Present where the contracts differed from the commit; never on main networks. */
  readonly modified?: true;
  readonly compiler: Compiler;
  /** ISO 8601, UTC. */
  readonly deployedAt: string;
  /** In the order of the plan. */
  readonly contracts: Readonly<Partial<Record<Part, BookEntry>>>;
}

export interface Compiler {
  /** `0.8.x+commit.…`. */
  readonly version: string;
  readonly evmVersion: string;
  readonly viaIR: boolean;
  /** Of the optimizer. */
  readonly runs: number;
}

export type BookEntry = DeployedEntry | ExistingEntry;

export interface DeployedEntry {
  /** Name of the artifact. */
  readonly contract: string;
  /** With checksum. */
  readonly address: string;
  /** keccak256 of the code at the address. */
  readonly codeHash: string;
  readonly constructorArguments: readonly ConstructorArgument[];
  /** Hash of the transaction that deployed it. */
  readonly transaction: string;
  readonly block: number;
}

/** A registry that others had deployed. */
export interface ExistingEntry {
  readonly contract: string;
  readonly address: string;
  readonly codeHash: string;
  readonly existing: true;
}

/** An address book that isn't there or can't be used; says which and what to do. */
export class AddressBookError extends Error {
  override readonly name = 'AddressBookError';
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(`${path}: ${message}`, options);
    this.path = path;
  }
}

/** What a book tells besides the contracts. */
export type BookFacts = Pick<
  AddressBook,
  'network' | 'chainClass' | 'governance' | 'commit' | 'modified' | 'compiler' | 'deployedAt'
>;

/** The book of a suite that stands. */
export function toAddressBook({ chainId, contracts }: Deployment, facts: BookFacts): AddressBook {
  const entries = contracts.map(({ part, contract, address, codeHash, deployment }): [Part, BookEntry] => {
    if (deployment === undefined) return [part, { contract, address, codeHash, existing: true }];
    const { args, transaction, block } = deployment;
    return [part, { contract, address, codeHash, constructorArguments: args, transaction, block }];
  });
  return { format: 1, chainId: chainId.toString(), ...facts, contracts: Object.fromEntries(entries) };
}

/** Where the book of a chain lies in a folder. */
export function addressBookPath(folder: string, chainId: bigint): string {
  return join(folder, `${chainId}.json`);
}

/**
 * Reads and checks the book of a chain.
 *
 * @throws {AddressBookError} When there is none, when it isn't JSON of this format, or when it is another chain's.
 */
export function readAddressBook(folder: string, chainId: bigint): AddressBook {
  const path = addressBookPath(folder, chainId);
  if (!existsSync(path)) {
    throw new AddressBookError(path, `no suite is known on chain ${chainId}; deploy one, or name another folder`);
  }
  const book = parseAddressBook(readFileSync(path, 'utf8'), path);
  if (book.chainId !== chainId.toString()) {
    throw new AddressBookError(path, `chainId is ${book.chainId}, expected ${chainId}; restore the file`);
  }
  return book;
}

/**
 * Checks the text of a book.
 *
 * @param path Named in errors.
 * @throws {AddressBookError} For the first field that is wrong.
 */
export function parseAddressBook(text: string, path: string): AddressBook {
  const fail = (field: string, value: unknown, expected: string): never => {
    throw new AddressBookError(path, `${field} is ${JSON.stringify(value)}, expected ${expected}; restore the file`);
  };
  let book: (Omit<Partial<AddressBook>, 'contracts'> & { contracts?: AddressBook['contracts'] | null }) | null;
  try {
    book = JSON.parse(text) as typeof book;
  } catch (cause) {
    throw new AddressBookError(path, 'not JSON; restore the file', { cause });
  }
  if (typeof book !== 'object' || book === null) return fail('the file', book, 'an object');
  if (book.format !== 1) fail('format', book.format, '1');
  if (!/^[1-9]\d*$/.test(String(book.chainId))) fail('chainId', book.chainId, 'a decimal number');
  for (const field of ['network', 'commit', 'deployedAt'] as const) {
    if (typeof book[field] !== 'string') fail(field, book[field], 'a text');
  }
  if (!CHAIN_CLASSES.some((known) => known === book.chainClass)) {
    fail('chainClass', book.chainClass, `one of ${CHAIN_CLASSES.join(', ')}`);
  }
  checkBookGovernance(book.governance, path, fail);
  if (typeof book.contracts !== 'object' || book.contracts === null)
    return fail('contracts', book.contracts, 'an object');
  for (const [part, entry] of Object.entries(book.contracts)) checkEntry(`contracts.${part}`, entry, fail);
  return book as AddressBook;
}

type Fail = (field: string, value: unknown, expected: string) => never;

function checkBookGovernance(governance: Partial<GovernanceConfig> | null | undefined, path: string, fail: Fail): void {
  if (typeof governance !== 'object' || governance === null) return fail('governance', governance, 'an object');
  const { owners, threshold, guardian, delay } = governance;
  if (!Array.isArray(owners)) return fail('governance.owners', owners, 'a list of addresses');
  if (typeof threshold !== 'number') return fail('governance.threshold', threshold, 'a number');
  if (typeof guardian !== 'string') return fail('governance.guardian', guardian, 'an address');
  if (typeof delay !== 'number') return fail('governance.delay', delay, 'a number of seconds');
  try {
    checkGovernance({ owners, threshold, guardian, delay });
  } catch (error) {
    if (error instanceof DeployConfigError) throw new AddressBookError(path, error.message, { cause: error });
    throw error;
  }
}

function checkEntry(field: string, entry: Partial<DeployedEntry & ExistingEntry> | null, fail: Fail): void {
  if (typeof entry !== 'object' || entry === null) return fail(field, entry, 'an object');
  const { contract, address, codeHash } = entry;
  if (typeof contract !== 'string') fail(`${field}.contract`, contract, 'the name of a contract');
  if (!isAddress(address) || getAddress(address) !== address) {
    fail(`${field}.address`, address, 'an address with its checksum');
  }
  if (!isHexString(codeHash, 32)) fail(`${field}.codeHash`, codeHash, '32 bytes');
  if (entry.existing === true) return;
  if (!Array.isArray(entry.constructorArguments)) {
    fail(`${field}.constructorArguments`, entry.constructorArguments, 'a list');
  }
  if (!isHexString(entry.transaction, 32)) fail(`${field}.transaction`, entry.transaction, '32 bytes');
  if (!Number.isSafeInteger(entry.block)) fail(`${field}.block`, entry.block, 'the number of a block');
}
