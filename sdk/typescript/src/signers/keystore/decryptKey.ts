import { decodeBase64Url } from '../../encoding/decodeBase64Url.ts';
import { decodeUtf8 } from '../../encoding/decodeUtf8.ts';
import type { Jwk } from '../../http/keys/types.ts';
import { KeystoreError } from '../KeystoreError.ts';
import { toPrivateJwk } from '../toPrivateJwk.ts';
import type { PrivateJwk } from '../types.ts';
import { createKeystoreCipher } from './createKeystoreCipher.ts';
import { parseKeystore } from './parseKeystore.ts';
import { publicPart } from './publicPart.ts';
import { serializeKeystore } from './serializeKeystore.ts';
import type { Keystore, Password } from './types.ts';

/**
 * Decrypts the private key of a keystore, and checks that it belongs to the public key in the clear.
 *
 * @param keystore As `parseKeystore` gives it; its limits are checked again.
 * @param password The password.
 * @returns For `createSigner`, `createRegistrySigner` or `createAgreementKey`. Texts can't be overwritten: drop it soon.
 * @throws KeystoreError `password-wrong` also when anything in the file was changed; `password-unfit`;
 * `keystore-malformed` when something else than the key was encrypted; `keystore-limits`.
 */
export async function decryptKey(keystore: Keystore, password: Password): Promise<PrivateJwk> {
  const { ciphertext, ...header } = parseKeystore(serializeKeystore(keystore));
  const cipher = await createKeystoreCipher(header, password);
  let plaintext: Uint8Array;
  try {
    plaintext = await cipher.decrypt(decodeBase64Url(ciphertext) ?? new Uint8Array());
  } catch {
    throw new KeystoreError(
      'password-wrong',
      'the password is wrong, or the keystore was changed since it was written',
    );
  }
  try {
    return readKey(plaintext, header.publicKey);
  } finally {
    plaintext.fill(0);
  }
}

/** Without a cause: parsers quote what they read. */
function readKey(plaintext: Uint8Array, publicKey: Jwk): PrivateJwk {
  let jwk: PrivateJwk;
  try {
    jwk = toPrivateJwk(JSON.parse(decodeUtf8(plaintext) ?? '') as Jwk);
  } catch {
    throw new KeystoreError('keystore-malformed', 'the keystore holds no private key; restore it from a backup');
  }
  if (JSON.stringify(publicPart(jwk)) !== JSON.stringify(publicPart(publicKey))) {
    throw new KeystoreError('keystore-malformed', 'the keystore holds the private key of another public key');
  }
  return jwk;
}
