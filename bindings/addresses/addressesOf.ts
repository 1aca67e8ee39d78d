import type { AddressBook } from '../../scripts/deploy/addressBook.ts';
import type { Part } from '../../scripts/deploy/plan.ts';

/** With checksum. */
export type Address = `0x${string}`;

/** The addresses of a suite by part; a part that was not deployed is absent. */
export type Addresses = Readonly<Partial<Record<Part, Address>>>;

/**
 * The addresses of an address book, of the package or of an own deployment (`deployments/<chainId>.json`).
 *
 * @param book Trusted as it is: nothing is compared with the chain.
 */
export function addressesOf(book: Pick<AddressBook, 'contracts'>): Addresses {
  return Object.fromEntries(Object.entries(book.contracts).map(([part, { address }]) => [part, address as Address]));
}
