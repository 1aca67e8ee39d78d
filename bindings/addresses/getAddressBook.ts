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
 * @throws {UnknownDeploymentError} When this version of the package knows no suite there.
 */
export function getAddressBook(chainId: number | bigint): AddressBook {
  const book = BOOKS.find((one) => one.chainId === String(chainId));
  if (book === undefined) throw new UnknownDeploymentError(String(chainId), undefined, listChainIds());
  return book;
}
