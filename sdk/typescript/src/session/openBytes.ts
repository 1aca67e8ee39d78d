import type { SessionAead } from './constants.ts';
import { HANDSHAKE_SUITE } from './constants.ts';
import { SessionError } from './SessionError.ts';
import { createHpkeSuite } from './hpke/createHpkeSuite.ts';

/**
 * Opens what {@link sealBytes} sealed.
 *
 * @throws SessionError `decryption-failed`
 */
export async function openBytes(
  aead: SessionAead,
  { key, nonce }: { readonly key: Uint8Array; readonly nonce: Uint8Array },
  ciphertext: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array> {
  const context = createHpkeSuite({ ...HANDSHAKE_SUITE, aead }).aead.createEncryptionContext(key);
  try {
    return new Uint8Array(await context.open(nonce, ciphertext, aad));
  } catch (cause) {
    throw new SessionError('decryption-failed', 'the ciphertext is not authentic', { cause });
  }
}
