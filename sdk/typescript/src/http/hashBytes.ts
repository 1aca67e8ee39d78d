import { sha256, sha512 } from '@noble/hashes/sha2.js';

export type DigestAlgorithm = 'sha-256' | 'sha-512';

/** From this size on WebCrypto pays, where there is one. */
const LARGE = 65_536;

/**
 * Hashes bytes.
 *
 * @param algorithm Its name in RFC 9530, section 5.
 * @param bytes Any number of bytes.
 */
export async function hashBytes(algorithm: DigestAlgorithm, bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.length >= LARGE && isSecureContext()) {
    const name = algorithm === 'sha-256' ? 'SHA-256' : 'SHA-512';
    return new Uint8Array(await globalThis.crypto.subtle.digest(name, Uint8Array.from(bytes)));
  }
  return algorithm === 'sha-256' ? sha256(bytes) : sha512(bytes);
}

/** Browsers have no WebCrypto on pages that came without TLS. */
function isSecureContext(): boolean {
  return 'subtle' in globalThis.crypto;
}
