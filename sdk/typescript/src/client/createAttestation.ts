import { concat } from 'ox/Hex';
import { checkHex } from './checks/checkHex.ts';
import type { Hex } from './types.ts';

/**
 * The proof of an X25519 key, which can't sign: the id of an attesting key of the same agent, then its signature.
 *
 * @param attesterId The id of a key in force, or of one before it in the same call.
 * @param signature The attester's over the proof digest of the X25519 key, in the form of `verifySignature`; with P-256 over
 * the SHA-256 of the digest (`RegistrySigner.attestDigest` makes it).
 * @throws ClientError `argument-invalid`
 */
export function createAttestation(attesterId: Hex, signature: Hex): Hex {
  return concat(checkHex('attesterId', attesterId, 32), checkHex('signature', signature));
}
