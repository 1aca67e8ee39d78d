import { expandSecret } from '../handshake/expandSecret.ts';

/**
 * Key and nonce of one record. The nonce is the epoch's, with the sequence number added bit by bit without carry to its
 * end (RFC 9180, section 5.2).
 *
 * @param secret Of the direction and the epoch.
 */
export function recordKeys(
  secret: Uint8Array,
  sequence: number,
): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const nonce = expandSecret(secret, 'record nonce', undefined, 12);
  let rest = sequence;
  for (let index = nonce.length - 1; rest > 0; index--) {
    nonce[index] = (nonce[index] ?? 0) ^ (rest & 0xff);
    rest = Math.floor(rest / 256);
  }
  return { key: expandSecret(secret, 'record key', undefined, 32), nonce };
}
