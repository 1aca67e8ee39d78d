import { concatBytes } from '@noble/hashes/utils.js';
import { SessionError } from '../SessionError.ts';
import { encodeCbor } from './encodeCbor.ts';

/** CBOR: an array of up to 23 items begins with 0x80 plus their number. */
const ARRAY = 0x80;
const MOST_ITEMS = 23;

/** The message of a header and a ciphertext: the header's array with one more field. */
export function addCiphertext(header: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const head = header[0] ?? 0;
  if (head < ARRAY || head >= ARRAY + MOST_ITEMS) {
    throw new SessionError('options-invalid', 'a header is an array of at most 22 fields');
  }
  return concatBytes(Uint8Array.of(head + 1), header.subarray(1), encodeCbor(ciphertext));
}
