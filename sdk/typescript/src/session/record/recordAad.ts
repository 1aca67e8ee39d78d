import { encodeCbor } from '../wire/encodeCbor.ts';

/** What a record's ciphertext is bound to: its header, and what the application adds. */
export function recordAad(header: Uint8Array, aad: Uint8Array): Uint8Array {
  return encodeCbor([header, aad]);
}
