import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak256 } from 'ox/Hash';
import { fromBytes, slice } from 'ox/Hex';
import type { Hex } from '../../client/types.ts';

/**
 * The account whose key made an ECDSA signature.
 *
 * @param digest 32 bytes.
 * @param signature r ‖ s ‖ v, 65 bytes, v 27 or 28, low s. No other form, so that a signature has one spelling.
 * @returns Undefined for every other input.
 */
export function recoverAddress(digest: Uint8Array, signature: Uint8Array): Hex | undefined {
  const recovery = (signature[64] ?? 0) - 27;
  if (signature.length !== 65 || (recovery !== 0 && recovery !== 1)) return undefined;
  try {
    const parsed = secp256k1.Signature.fromBytes(signature.subarray(0, 64), 'compact').addRecoveryBit(recovery);
    if (parsed.hasHighS()) return undefined;
    const point = parsed.recoverPublicKey(digest).toBytes(false);
    return slice(keccak256(fromBytes(point.subarray(1))), 12);
  } catch {
    // r or s out of range, or r is no point.
    return undefined;
  }
}
