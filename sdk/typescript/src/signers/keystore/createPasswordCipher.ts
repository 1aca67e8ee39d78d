import { scryptAsync } from '@noble/hashes/scrypt.js';
import { decodeBase64Url } from '../../encoding/decodeBase64Url.ts';
import { encodePassword } from './encodePassword.ts';
import type { Keystore, Password } from './types.ts';

/** What a file tells in the clear of how it was encrypted. */
export type CipherParameters = Pick<Keystore, 'kdf' | 'cipher'>;

export interface PasswordCipher {
  encrypt(plaintext: Uint8Array): Promise<Uint8Array>;
  /** Rejects where password, parameters or ciphertext is not what it was. */
  decrypt(ciphertext: Uint8Array): Promise<Uint8Array>;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(decodeBase64Url(text) ?? []);
}

/**
 * AES-256-GCM (WebCrypto) under a key of scrypt over a password.
 *
 * @param parameters Checked; `checkCost` knows the limits of scrypt.
 * @param additionalData A text that is authenticated along, without being encrypted: everything that stands in the clear.
 * @param password The password.
 * @throws KeystoreError `password-unfit`
 */
export async function createPasswordCipher(
  parameters: CipherParameters,
  additionalData: string,
  password: Password,
): Promise<PasswordCipher> {
  const { subtle } = globalThis.crypto;
  const { n, r, p, salt } = parameters.kdf;
  const passwordBytes = encodePassword(password);
  const bytes = Uint8Array.from(await scryptAsync(passwordBytes, bytesOf(salt), { N: n, r, p, dkLen: 32 }));
  passwordBytes.fill(0);
  const key = await subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  bytes.fill(0);
  const options = {
    name: 'AES-GCM',
    iv: bytesOf(parameters.cipher.nonce),
    additionalData: Uint8Array.from(new TextEncoder().encode(additionalData)),
  };
  return {
    encrypt: async (plaintext) => new Uint8Array(await subtle.encrypt(options, key, Uint8Array.from(plaintext))),
    decrypt: async (ciphertext) => new Uint8Array(await subtle.decrypt(options, key, Uint8Array.from(ciphertext))),
  };
}
