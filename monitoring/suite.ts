import { Interface } from 'ethers';
import type { InterfaceAbi } from 'ethers';
import {
  registrationRateHookAbi,
  sageRegistryV3Abi,
  sageTimelockAbi,
  simpleMultiSigAbi,
  stakedValidationAbi,
  taskValidationPolicyAbi,
  teeKeyRegistryAbi,
} from '../bindings/abi/index.ts';
import type { AddressBook } from '../scripts/deploy/addressBook.ts';
import type { Part } from '../scripts/deploy/plan.ts';
import { MonitorError } from './MonitorError.ts';

/** The parts whose events are read. The others have no owner and no ether; their failed transactions count all the same. */
const INTERFACES: Readonly<Partial<Record<Part, Interface>>> = {
  multisig: interfaceOf(simpleMultiSigAbi),
  timelock: interfaceOf(sageTimelockAbi),
  teeKeyRegistry: interfaceOf(teeKeyRegistryAbi),
  stakedValidation: interfaceOf(stakedValidationAbi),
  taskValidationPolicy: interfaceOf(taskValidationPolicyAbi),
  sageRegistry: interfaceOf(sageRegistryV3Abi),
  registrationRateHook: interfaceOf(registrationRateHookAbi),
};

/** A contract of the suite. */
export interface WatchedContract {
  readonly part: Part;
  /** Lower case. */
  readonly address: string;
  /** Absent for parts without events of interest. */
  readonly abi: Interface | undefined;
}

/** What is watched. */
export interface Suite {
  readonly chainId: number;
  readonly contracts: readonly WatchedContract[];
  readonly byAddress: ReadonlyMap<string, WatchedContract>;
  readonly byPart: ReadonlyMap<Part, WatchedContract>;
  /** Transactions of the deployment: what they emit is how the suite began, no change. */
  readonly deployment: ReadonlySet<string>;
  /** The block of the first of them. */
  readonly firstBlock: number;
}

/**
 * The suite of an address book.
 *
 * @throws MonitorError `configuration-invalid` for a book in which nothing can be watched.
 */
export function suiteOf(book: AddressBook): Suite {
  const contracts: WatchedContract[] = [];
  const transactions: string[] = [];
  const blocks: number[] = [];
  for (const [part, entry] of Object.entries(book.contracts) as [Part, (typeof book.contracts)[Part]][]) {
    if (entry === undefined) continue;
    contracts.push({ part, address: entry.address.toLowerCase(), abi: INTERFACES[part] });
    if ('existing' in entry) continue;
    transactions.push(entry.transaction.toLowerCase());
    blocks.push(entry.block);
  }
  if (!contracts.some(({ abi }) => abi !== undefined)) {
    const message = `the address book of chain ${book.chainId} names no contract that can be watched; name another one`;
    throw new MonitorError('configuration-invalid', message);
  }
  return {
    chainId: Number(book.chainId),
    contracts,
    byAddress: new Map(contracts.map((contract) => [contract.address, contract])),
    byPart: new Map(contracts.map((contract) => [contract.part, contract])),
    deployment: new Set(transactions),
    firstBlock: blocks.length === 0 ? 0 : Math.min(...blocks),
  };
}

function interfaceOf(abi: unknown): Interface {
  return new Interface(abi as InterfaceAbi);
}
