import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAddressBook } from '../../deploy/addressBook.ts';
import type { AddressBook } from '../../deploy/addressBook.ts';

/**
 * The address books of a folder, by number of the chain. Those of local chains are left out: what a chain on one machine holds is
 * nobody else's.
 *
 * @param folder With the books, `<chainId>.json`; may be missing.
 * @throws {AddressBookError} For a book that is not of the format.
 * @throws Error for a book under the name of another chain.
 */
export function readPublicBooks(folder: string): AddressBook[] {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^\d+\.json$/.test(file)) : [];
  return files
    .map((file) => {
      const path = join(folder, file);
      const book = parseAddressBook(readFileSync(path, 'utf8'), path);
      if (`${book.chainId}.json` !== file) throw new Error(`${path} is the book of chain ${book.chainId}: rename it`);
      return book;
    })
    .filter(({ chainClass }) => chainClass !== 'local')
    .sort((a, b) => (BigInt(a.chainId) < BigInt(b.chainId) ? -1 : 1));
}
