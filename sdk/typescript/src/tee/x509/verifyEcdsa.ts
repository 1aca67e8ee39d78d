import { p256, p384 } from '@noble/curves/nist.js';

const CURVES = {
  p256: { curve: p256, namedCurve: 'P-256', hash: 'SHA-256' },
  p384: { curve: p384, namedCurve: 'P-384', hash: 'SHA-384' },
} as const;

/** r ‖ s, as WebCrypto takes it; undefined for bytes that are no strict DER signature. */
function fromDer(curve: typeof p256, signature: Uint8Array): Uint8Array | undefined {
  try {
    return curve.Signature.fromBytes(signature, 'der').toBytes('compact');
  } catch {
    return undefined;
  }
}

/**
 * Verifies ECDSA (FIPS 186-5), P-256 with SHA-256 or P-384 with SHA-384, by WebCrypto: a quote takes 15 of them.
 *
 * Values with a high s are accepted, because authorities and hardware make them; so a signature is no identifier.
 *
 * @param point The public key, uncompressed.
 * @param format `der` as in certificates, `compact` for r ‖ s of fixed length.
 * @returns False also for a point off the curve and for bytes that are no signature.
 */
export async function verifyEcdsa(
  kind: 'p256' | 'p384',
  point: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  format: 'der' | 'compact',
): Promise<boolean> {
  const { curve, namedCurve, hash } = CURVES[kind];
  const compact = format === 'der' ? fromDer(curve, signature) : signature;
  if (compact === undefined || !curve.utils.isValidPublicKey(point, false)) return false;
  const { subtle } = globalThis.crypto;
  // Copies, because WebCrypto does not take views of shared memory.
  const key = await subtle.importKey('raw', point.slice(), { name: 'ECDSA', namedCurve }, false, ['verify']);
  return subtle.verify({ name: 'ECDSA', hash }, key, compact.slice(), message.slice());
}
