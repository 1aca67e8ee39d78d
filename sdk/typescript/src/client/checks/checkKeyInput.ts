import { size } from 'ox/Hex';
import { computeKeyId } from '../computeKeyId.ts';
import { KEY_TYPES } from '../keyTypes.ts';
import type { Hex, KeyInput, RegistryKeyType } from '../types.ts';
import { argumentFault } from './argumentFault.ts';
import { checkHex } from './checkHex.ts';

/** Bytes of a proof; the others have any length but these least ones. */
const PROOF_BYTES: Readonly<Partial<Record<RegistryKeyType, number>>> = { secp256k1: 65, p256: 64, ed25519: 64 };
/** The id of the attesting key, and something of a signature. */
const LEAST_ATTESTATION = 33;

/**
 * Checks a key with its proof, as far as that goes without the chain: whether the key made the proof is the contract's
 * part.
 *
 * @param field For the errors.
 * @param input What was given.
 * @returns It as the contract takes it.
 * @throws ClientError `argument-invalid`
 */
export function checkKeyInput(
  field: string,
  input: KeyInput,
): { readonly keyType: number; readonly publicKey: Hex; readonly proof: Hex } {
  computeKeyId(input, field);
  const bytes = PROOF_BYTES[input.keyType];
  const proof = checkHex(`${field}.proof`, input.proof, bytes);
  if (input.keyType === 'x25519' && size(proof) < LEAST_ATTESTATION) {
    throw argumentFault(`${field}.proof`, proof, 'expected an attestation, see createAttestation');
  }
  const publicKey = checkHex(`${field}.publicKey`, input.publicKey, undefined, false);
  return { keyType: KEY_TYPES[input.keyType], publicKey, proof };
}
