import type { AddressBook } from '../../scripts/deploy/addressBook.ts';
import { UnknownDeploymentError } from './UnknownDeploymentError.ts';
import { BOOKS } from './books.ts';
import { listChainIds } from './listChainIds.ts';

/**
 * What is known of the suite on a chain: addresses, code hashes, constructor arguments, blocks, compiler, commit.
 *
 * It tells what the publisher of the package deployed; whether the code still stands there only the chain tells (`codeHash`).
 *
 * @param chainId For example 1 or 11155111n.
 * @param books Address books to look in instead of those of the package, such as your own.
 * @throws {UnknownDeploymentError} When none of the books is of this chain.
 */
export function getAddressBook(chainId: number | bigint, books: readonly AddressBook[] = BOOKS): AddressBook {
  const book = books.find((one) => one.chainId === String(chainId));
  if (book === undefined) throw new UnknownDeploymentError(String(chainId), undefined, listChainIds(books));
  return book;
}
