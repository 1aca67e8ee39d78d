import { toBigInt } from '../encoding/toBigInt.ts';
import { SIGNATURE_ALGORITHMS } from './algorithms.ts';
import type { SignatureAlgorithm } from './types.ts';

/**
 * Checks the form of a signature: its length and, for ECDSA, that s is at most half of the group's order.
 *
 * @param algorithm The key's algorithm.
 * @param signature The signature, r and s for ECDSA.
 * @param acceptsHighS Whether a larger s passes.
 * @returns The reason to refuse, or undefined.
 */
export function findSignatureFault(
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
  acceptsHighS: boolean,
): 'signature-length' | 'signature-high-s' | undefined {
  const { length, halfOrder } = SIGNATURE_ALGORITHMS[algorithm];
  if (length !== undefined && signature.length !== length) return 'signature-length';
  if (halfOrder === undefined || acceptsHighS) return undefined;
  return toBigInt(signature.subarray(signature.length / 2)) > halfOrder ? 'signature-high-s' : undefined;
}
