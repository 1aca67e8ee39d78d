import { extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';

/**
 * The secret of a handshake: HKDF-Extract with SHA-256 (RFC 5869, section 2.2) of three exported secrets.
 *
 * @param transcript After the answer.
 * @param secrets Of 32 bytes each: to the responder's key, to the initiator's ephemeral key, to the initiator's key.
 */
export function combineSecrets(
  transcript: Uint8Array,
  secrets: readonly [hello: Uint8Array, ephemeral: Uint8Array, proof: Uint8Array],
): Uint8Array {
  return extract(sha256, concatBytes(...secrets), transcript);
}
