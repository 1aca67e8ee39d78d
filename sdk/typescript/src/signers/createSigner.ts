import { createSigningKey } from '../http/keys/createSigningKey.ts';
import { readPrivateKey } from '../http/keys/readPrivateKey.ts';
import type { KeyMaterial } from '../http/keys/types.ts';
import { toPublicJwk } from './toPublicJwk.ts';
import type { Signer, SignerAlgorithm } from './types.ts';

/**
 * Makes a signer for HTTP messages. Works in browsers and Node.
 *
 * @param algorithm What the key signs with; `detectAlgorithm` finds it for JWK and PEM.
 * @param material A private key: JWK, PEM (PKCS #8, PKCS #1, SEC 1), a scalar or an Ed25519 seed; it is copied.
 * @throws HttpSignatureError `key-invalid` for malformed, weak or unsuitable material.
 */
export async function createSigner(algorithm: SignerAlgorithm, material: KeyMaterial): Promise<Signer> {
  const key = await createSigningKey(algorithm, material);
  const publicJwk = toPublicJwk(algorithm, readPrivateKey(algorithm, material));
  return { algorithm, publicJwk, sign: (data) => key.sign(data) };
}
