import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

const TAG = utf8ToBytes('SAGE-TEE-KEY-v1');

function withLength(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length, false);
  return concatBytes(length, bytes);
}

/**
 * The 64 bytes that bind a public key (and a nonce) to an environment: it puts them into its report data (SGX, TDX,
 * SNP) or user data (Nitro).
 *
 * SHA-512(TAG ‖ len(key) ‖ key ‖ len(nonce) ‖ nonce), where TAG is the ASCII text `SAGE-TEE-KEY-v1` and lengths are
 * 32-bit big-endian. The lengths keep key and nonce apart; the tag keeps the hash apart from every other use.
 *
 * @param key The public key in the bytes in which it is registered, not empty.
 * @param nonce The nonce of the verifier; empty if there is none. Nitro documents carry it in a field of its own, so
 * there it stays empty here.
 */
export function createKeyBinding(key: Uint8Array, nonce: Uint8Array = new Uint8Array()): Uint8Array {
  return sha512(concatBytes(TAG, withLength(key), withLength(nonce)));
}
