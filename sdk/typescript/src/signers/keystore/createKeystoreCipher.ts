import { createPasswordCipher } from './createPasswordCipher.ts';
import type { PasswordCipher } from './createPasswordCipher.ts';
import type { Keystore, Password } from './types.ts';

/** Everything of a keystore but its ciphertext. */
export type KeystoreHeader = Omit<Keystore, 'ciphertext'>;

/** The fields in a fixed order: what is authenticated doesn't depend on how the file was written. */
function additionalData({ format, version, label, publicKey, kdf, cipher }: KeystoreHeader): string {
  const { kty, crv, x, y, n, e, alg } = publicKey;
  const fields = {
    format,
    version,
    label,
    publicKey: { kty, crv, x, y, n, e, alg },
    kdf: { name: kdf.name, n: kdf.n, r: kdf.r, p: kdf.p, salt: kdf.salt },
    cipher: { name: cipher.name, nonce: cipher.nonce },
  };
  return JSON.stringify(fields);
}

/**
 * The cipher of a keystore. All of the header is authenticated.
 *
 * @param header A checked header.
 * @param password The password.
 * @throws KeystoreError `password-unfit`
 */
export async function createKeystoreCipher(header: KeystoreHeader, password: Password): Promise<PasswordCipher> {
  return createPasswordCipher(header, additionalData(header), password);
}
