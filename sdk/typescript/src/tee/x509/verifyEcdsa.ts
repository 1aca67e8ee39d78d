import { p256, p384 } from '@noble/curves/nist.js';

/**
 * Verifies ECDSA (FIPS 186-5): P-256 with SHA-256 or P-384 with SHA-384.
 *
 * Values with a high s are accepted, because authorities and hardware make them; so a signature is no identifier.
 *
 * @param point The public key, uncompressed.
 * @param format `der` as in certificates, `compact` for r ‖ s of fixed length.
 * @returns False also for a point off the curve and for bytes that are no signature.
 */
export function verifyEcdsa(
  kind: 'p256' | 'p384',
  point: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  format: 'der' | 'compact',
): boolean {
  const curve = kind === 'p256' ? p256 : p384;
  try {
    return curve.verify(signature, message, point, { format, lowS: false, prehash: true });
  } catch {
    // The library throws for bytes that it can't read, which here is one way of being wrong.
    return false;
  }
}
