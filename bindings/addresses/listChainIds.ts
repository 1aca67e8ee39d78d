import type { AddressBook } from '../../scripts/deploy/addressBook.ts';
import { BOOKS } from './books.ts';

/**
 * The chains on which a suite is known, as decimals; may be empty.
 *
 * @param books Address books to list instead of those of the package, which are in ascending order.
 */
export function listChainIds(books: readonly AddressBook[] = BOOKS): readonly string[] {
  return books.map(({ chainId }) => chainId);
}
