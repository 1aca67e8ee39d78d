import { expandSecret } from '../handshake/expandSecret.ts';

/** The secret of the next epoch. It doesn't lead back to the present one. */
export function nextSecret(secret: Uint8Array): Uint8Array {
  return expandSecret(secret, 'rekey', undefined, 32);
}
