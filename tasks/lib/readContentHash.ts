import { ZeroHash, keccak256 } from 'ethers';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import { TaskError } from './TaskError.ts';
import { readBytes } from './files.ts';
import { readWord } from './readWord.ts';

/**
 * The hash of a document: given, or of a file.
 *
 * @param hash `--hash`; empty when left out.
 * @param file `--file`; empty when left out.
 * @returns 32 bytes; zero when both are left out.
 * @throws {TaskError} `two-hashes` when both are given, `bad-word`, `file-fault`
 */
export function readContentHash(hash: string, file: string): Hex {
  if (hash !== '' && file !== '') {
    throw new TaskError('two-hashes', 'give either --hash or --file', { field: '--hash', value: hash });
  }
  if (file !== '') return keccak256(readBytes(file, '--file')) as Hex;
  return hash === '' ? (ZeroHash as Hex) : readWord(hash, '--hash');
}
