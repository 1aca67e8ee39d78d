import { scryptAsync } from '@noble/hashes/scrypt.js';
import { decodeBase64Url } from '../../encoding/decodeBase64Url.ts';
import { encodePassword } from './encodePassword.ts';
import type { Keystore, Password } from './types.ts';

/** Everything of a keystore but its ciphertext. */
export type KeystoreHeader = Omit<Keystore, 'ciphertext'>;

interface KeystoreCipher {
  encrypt(plaintext: Uint8Array): Promise<Uint8Array>;
  /** Rejects where password, header or ciphertext is not what it was. */
  decrypt(ciphertext: Uint8Array): Promise<Uint8Array>;
}

/** The fields in a fixed order: what is authenticated doesn't depend on how the file was written. */
function additionalData({ format, version, label, publicKey, kdf, cipher }: KeystoreHeader): Uint8Array<ArrayBuffer> {
  const { kty, crv, x, y, n, e, alg } = publicKey;
  const fields = {
    format,
    version,
    label,
    publicKey: { kty, crv, x, y, n, e, alg },
    kdf: { name: kdf.name, n: kdf.n, r: kdf.r, p: kdf.p, salt: kdf.salt },
    cipher: { name: cipher.name, nonce: cipher.nonce },
  };
  return Uint8Array.from(new TextEncoder().encode(JSON.stringify(fields)));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(decodeBase64Url(text) ?? []);
}

/**
 * The cipher of a keystore: AES-256-GCM (WebCrypto) under a key of scrypt over the password. All of the header is
 * authenticated.
 *
 * @param header A checked header.
 * @param password The password.
 * @throws KeystoreError `password-unfit`
 */
export async function createKeystoreCipher(header: KeystoreHeader, password: Password): Promise<KeystoreCipher> {
  const { subtle } = globalThis.crypto;
  const { n, r, p, salt } = header.kdf;
  const passwordBytes = encodePassword(password);
  const bytes = Uint8Array.from(await scryptAsync(passwordBytes, bytesOf(salt), { N: n, r, p, dkLen: 32 }));
  passwordBytes.fill(0);
  const key = await subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  bytes.fill(0);
  const parameters = { name: 'AES-GCM', iv: bytesOf(header.cipher.nonce), additionalData: additionalData(header) };
  return {
    encrypt: async (plaintext) => new Uint8Array(await subtle.encrypt(parameters, key, Uint8Array.from(plaintext))),
    decrypt: async (ciphertext) => new Uint8Array(await subtle.decrypt(parameters, key, Uint8Array.from(ciphertext))),
  };
}
