import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const ENCODER = new TextEncoder();

/**
 * What a nonce store remembers: of the same length for every nonce, since the sender chooses that, and another one for
 * every pair, since JSON keeps the two apart.
 *
 * @param keyid The parameter, or an empty text.
 * @param nonce The parameter.
 * @returns The SHA-256 of `["key id","nonce"]`, 64 hexadecimal digits.
 */
export function createNonceKey(keyid: string, nonce: string): string {
  return bytesToHex(sha256(ENCODER.encode(JSON.stringify([keyid, nonce]))));
}
