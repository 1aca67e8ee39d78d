import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { SignatureAlgorithm, SigningKey } from '../types.ts';
import { EC_CURVES } from './ecCurves.ts';
import type { EcAlgorithm } from './ecCurves.ts';
import { keyFault } from './keyFault.ts';
import { readPrivateKey } from './readPrivateKey.ts';
import { rsaParameters } from './rsaParameters.ts';
import type { KeyMaterial, PrivateKeyParts, RsaPrivateJwk } from './types.ts';

type Sign = SigningKey['sign'];

/**
 * Makes a signing key that works in browsers and in Node. ECDSA nonces are derived as in RFC 6979 and s is at most half
 * of the group's order.
 *
 * @param algorithm What the key is for.
 * @param material A JWK with its private fields, a private scalar, an Ed25519 seed, or a secret; it is copied.
 * @throws HttpSignatureError `key-invalid` for malformed, weak or unsuitable material.
 */
export async function createSigningKey(algorithm: SignatureAlgorithm, material: KeyMaterial): Promise<SigningKey> {
  return { algorithm, sign: await createSign(algorithm, readPrivateKey(algorithm, material)) };
}

async function createSign(algorithm: SignatureAlgorithm, parts: PrivateKeyParts): Promise<Sign> {
  switch (parts.kind) {
    case 'ed25519':
      return (data) => ed25519.sign(data, parts.seed);
    case 'secret':
      return (data) => hmac(sha256, parts.bytes, data);
    case 'ec': {
      const { curve } = EC_CURVES[algorithm as EcAlgorithm];
      return (data) => curve.sign(data, parts.scalar, { lowS: true, prehash: true, format: 'compact' });
    }
    case 'rsa':
      return createRsaSign(algorithm, parts.jwk);
  }
}

async function createRsaSign(algorithm: SignatureAlgorithm, jwk: RsaPrivateJwk): Promise<Sign> {
  const { subtle } = globalThis.crypto;
  const parameters = rsaParameters(algorithm);
  let key: Awaited<ReturnType<typeof subtle.importKey>>;
  try {
    key = await subtle.importKey('jwk', { ...jwk }, parameters, false, ['sign']);
  } catch (cause) {
    throw keyFault(algorithm, 'WebCrypto refused it, or is missing', cause);
  }
  return async (data) => new Uint8Array(await subtle.sign(parameters, key, Uint8Array.from(data)));
}
