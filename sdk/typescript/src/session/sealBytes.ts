import { HANDSHAKE_SUITE } from './constants.ts';
import type { SessionAead } from './constants.ts';
import { createHpkeSuite } from './hpke/createHpkeSuite.ts';

/**
 * Seals with a bare AEAD. The caller must never use a nonce twice with a key.
 *
 * @param aead Number of RFC 9180, section 7.3.
 */
export async function sealBytes(
  aead: SessionAead,
  { key, nonce }: { readonly key: Uint8Array; readonly nonce: Uint8Array },
  plaintext: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array> {
  const suite = createHpkeSuite({ ...HANDSHAKE_SUITE, aead });
  return new Uint8Array(await suite.aead.createEncryptionContext(key).seal(nonce, plaintext, aad));
}
