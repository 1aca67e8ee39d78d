import { ed25519 } from '@noble/curves/ed25519.js';
import { keyFault } from './keyFault.ts';

/**
 * Checks an Ed25519 public key: a canonical encoding of a point in the subgroup of prime order. Keys outside of it let
 * one signature fit several messages, and make verifiers disagree (RFC 8032, section 8.9 leaves them a choice).
 *
 * @throws HttpSignatureError `key-invalid`
 */
export function checkEd25519PublicKey(bytes: Uint8Array): Uint8Array {
  let isGood: boolean;
  try {
    const point = ed25519.Point.fromBytes(bytes, false);
    isGood = !point.is0() && point.isTorsionFree();
  } catch (cause) {
    throw keyFault('ed25519', 'expected the 32 bytes of a point of RFC 8032', cause);
  }
  if (!isGood) throw keyFault('ed25519', 'the point is not in the subgroup of prime order');
  return bytes;
}
