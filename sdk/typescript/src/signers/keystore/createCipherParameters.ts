import { encodeBase64Url } from '../../encoding/encodeBase64Url.ts';
import type { CipherParameters } from './createPasswordCipher.ts';
import { DEFAULT_N, KEYSTORE_LIMITS } from './limits.ts';

/**
 * Parameters for something new, with fresh salt and nonce: never encrypt two things under the same.
 *
 * @param n The cost of scrypt, checked; 2^17 when absent.
 * @param p How often that work is done, checked; 1 when absent.
 */
export function createCipherParameters(n = DEFAULT_N, p = 1): CipherParameters {
  return {
    kdf: { name: 'scrypt', n, r: KEYSTORE_LIMITS.r, p, salt: randomText(32) },
    cipher: { name: 'A256GCM', nonce: randomText(12) },
  };
}

function randomText(size: number): string {
  return encodeBase64Url(globalThis.crypto.getRandomValues(new Uint8Array(size)));
}
