import type { AddressBook } from '../../scripts/deploy/addressBook.ts';
import type { Part } from '../../scripts/deploy/plan.ts';
import { UnknownDeploymentError } from './UnknownDeploymentError.ts';
import { addressesOf } from './addressesOf.ts';
import type { Address } from './addressesOf.ts';
import { getAddressBook } from './getAddressBook.ts';

/**
 * The address of one contract of the suite.
 *
 * @param chainId For example 1 or 11155111n.
 * @param part For example `sageRegistry`.
 * @param books Address books to look in instead of those of the package, such as your own.
 * @throws {UnknownDeploymentError} When none of the books is of this chain, or the suite lacks the part.
 */
export function getAddress(chainId: number | bigint, part: Part, books?: readonly AddressBook[]): Address {
  const addresses = addressesOf(getAddressBook(chainId, books));
  const address = addresses[part];
  if (address === undefined) throw new UnknownDeploymentError(String(chainId), part, Object.keys(addresses));
  return address;
}
