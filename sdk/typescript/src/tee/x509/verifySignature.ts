import type { PublicKey, SignatureAlgorithm } from './types.ts';
import { verifyEcdsa } from './verifyEcdsa.ts';

/** RSASSA-PSS over SHA-384 with 48 bytes of salt: RFC 8017 8.1, by WebCrypto. */
async function verifyRsaPss(spki: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  // Copies, because WebCrypto does not take views of shared memory.
  const key = await subtle.importKey('spki', spki.slice(), { name: 'RSA-PSS', hash: 'SHA-384' }, false, ['verify']);
  return subtle.verify({ name: 'RSA-PSS', saltLength: 48 }, key, signature.slice(), message.slice());
}

/**
 * Verifies the signature of a certificate or a revocation list.
 *
 * @returns False also when key and algorithm don't belong together or the signature is not DER.
 */
export async function verifySignature(
  key: PublicKey,
  algorithm: SignatureAlgorithm,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (algorithm === 'rsa-pss-sha384') return key.kind === 'rsa' && verifyRsaPss(key.spki, message, signature);
  const kind = algorithm === 'ecdsa-sha256' ? 'p256' : 'p384';
  return key.kind === kind && (await verifyEcdsa(kind, key.point, message, signature, 'der'));
}
