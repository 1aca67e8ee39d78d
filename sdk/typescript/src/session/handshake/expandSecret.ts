import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { LABEL } from '../constants.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';

/**
 * HKDF-Expand with SHA-256 (RFC 5869, section 2.3).
 *
 * @param secret 32 bytes, uniformly random.
 * @param purpose Tells what is derived from the same secret apart.
 * @param context A transcript, or nothing.
 * @param length Bytes wanted.
 */
export function expandSecret(
  secret: Uint8Array,
  purpose: string,
  context: Uint8Array | undefined,
  length: number,
): Uint8Array {
  return expand(sha256, secret, encodeCbor([LABEL, purpose, context ?? new Uint8Array(), length]), length);
}
