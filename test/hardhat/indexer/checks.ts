import type { ContractName } from '../../../examples/indexer/core/addressBook.ts';
import type { RowSet } from './rowSet.ts';

/** An error of a contract. */
export interface Refusal {
  readonly error: string;
  readonly args: readonly unknown[];
}

/** A view with what it must return, as the rows tell it. */
export interface Check {
  readonly contract: ContractName;
  /** Its name. */
  readonly view: string;
  readonly args: readonly unknown[];
  /** The list of its return values, or its error. */
  readonly expected: readonly unknown[] | Refusal;
}

/** What the answers rest on. */
export interface Known {
  readonly rows: RowSet;
  /** The time of the block that is asked about, Unix seconds. */
  readonly now: bigint;
  readonly addresses: Readonly<Record<ContractName, string>>;
  /** Accounts that acted, whether or not a row names them. */
  readonly accounts: readonly string[];
}

export const ZERO_HASH = `0x${'0'.repeat(64)}`;
export const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;
/** Named in no row. */
export const STRANGER = `0x${'57a6'.repeat(10)}`;
export const UNKNOWN_HASH = `0x${'57a6'.repeat(16)}`;

/** Makes checks of one contract. */
export function checkOf(
  contract: ContractName,
): (view: string, args: readonly unknown[], ...values: unknown[]) => Check {
  return (view, args, ...expected) => ({ contract, view, args, expected });
}

/** The number of a member of an enum. */
export function numberOf(names: readonly string[], name: string): bigint {
  const number = names.indexOf(name);
  if (number < 0) throw new Error(`${name} is none of ${names.join(', ')}`);
  return BigInt(number);
}

/** Owner and pending owner of a contract. */
export function* ownerChecks({ rows, addresses }: Known, contract: ContractName): Generator<Check> {
  const check = checkOf(contract);
  const row = rows.contractOwner.find((one) => one.contract === addresses[contract]);
  yield check('owner', [], row?.owner ?? ZERO_ADDRESS);
  yield check('pendingOwner', [], row?.pendingOwner ?? ZERO_ADDRESS);
}
