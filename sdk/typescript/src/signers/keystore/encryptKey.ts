import { encodeBase64Url } from '../../encoding/encodeBase64Url.ts';
import type { KeyMaterial } from '../../http/keys/types.ts';
import { KeystoreError } from '../KeystoreError.ts';
import { toPrivateJwk } from '../toPrivateJwk.ts';
import type { KeyKind } from '../types.ts';
import { checkCost } from './checkCost.ts';
import { createCipherParameters } from './createCipherParameters.ts';
import { createKeystoreCipher } from './createKeystoreCipher.ts';
import type { KeystoreHeader } from './createKeystoreCipher.ts';
import { DEFAULT_N, KEYSTORE_LIMITS } from './limits.ts';
import { publicPart } from './publicPart.ts';
import type { Keystore, Password } from './types.ts';

export interface EncryptKeyOptions {
  /** The kind of raw bytes, which don't tell. */
  readonly kind?: KeyKind;
  /** For people, up to 200 characters; not secret. */
  readonly label?: string;
  /** The cost of scrypt, a power of two from 2^14 to 2^18; 2^17 when absent: about 128 MiB. */
  readonly n?: number;
  /** How often that work is done, 1 to 4; 1 when absent. */
  readonly p?: number;
}

/**
 * Encrypts a private key with a password. Salt and nonce are fresh each time.
 *
 * The copies of password and key that this function makes as bytes are overwritten; texts can't be, and the runtime may
 * keep further copies of both until its memory is used again.
 *
 * @param material JWK, PEM or raw bytes.
 * @param password 8 to 1024 bytes in UTF-8. What it withstands depends on its own entropy first.
 * @param options Label and cost.
 * @throws KeystoreError `key-unsupported`, `password-unfit`, `keystore-limits`
 * @throws HttpSignatureError `key-invalid` for malformed, weak or unsuitable material.
 */
export async function encryptKey(
  material: KeyMaterial,
  password: Password,
  options: EncryptKeyOptions = {},
): Promise<Keystore> {
  const { n = DEFAULT_N, p = 1, label = '' } = options;
  checkCost(n, KEYSTORE_LIMITS.r, p);
  if (typeof label !== 'string' || label.length > KEYSTORE_LIMITS.mostLabelCharacters) {
    throw new KeystoreError(
      'keystore-limits',
      `label: expected at most ${KEYSTORE_LIMITS.mostLabelCharacters} characters`,
    );
  }
  const jwk = toPrivateJwk(material, options.kind);
  const header: KeystoreHeader = {
    format: 'sage-keystore',
    version: 1,
    label,
    publicKey: publicPart(jwk),
    ...createCipherParameters(n, p),
  };
  const cipher = await createKeystoreCipher(header, password);
  const plaintext = new TextEncoder().encode(JSON.stringify(jwk));
  const ciphertext = encodeBase64Url(await cipher.encrypt(plaintext));
  plaintext.fill(0);
  return { ...header, ciphertext };
}
