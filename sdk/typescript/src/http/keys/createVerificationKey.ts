import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { equalBytes } from '../../encoding/equalBytes.ts';
import { findSignatureFault } from '../findSignatureFault.ts';
import type { SignatureAlgorithm, VerificationKey } from '../types.ts';
import { checkHighSOption } from './checkHighSOption.ts';
import { EC_CURVES } from './ecCurves.ts';
import type { EcAlgorithm } from './ecCurves.ts';
import { keyFault } from './keyFault.ts';
import { readPublicKey } from './readPublicKey.ts';
import { rsaParameters } from './rsaParameters.ts';
import type { KeyMaterial, PublicKeyParts, VerificationKeyOptions } from './types.ts';

type Check = VerificationKey['verify'];

/**
 * Makes a verification key that works in browsers and in Node: elliptic curves and HMAC in JavaScript, RSA by
 * WebCrypto. In Node, `createNodeVerificationKey` is several times faster and gives the same answers.
 *
 * @param algorithm What the key is for. A key is never used for another algorithm.
 * @param material A JWK or raw bytes; it is copied.
 * @param options Whether a high s passes.
 * @throws HttpSignatureError `key-invalid` for malformed, weak or unsuitable material.
 */
export async function createVerificationKey(
  algorithm: SignatureAlgorithm,
  material: KeyMaterial,
  options: VerificationKeyOptions = {},
): Promise<VerificationKey> {
  const acceptsHighS = checkHighSOption(algorithm, options);
  const check = await createCheck(algorithm, readPublicKey(algorithm, material), acceptsHighS);
  return {
    algorithm,
    acceptsHighS,
    verify: (data, signature) => {
      if (findSignatureFault(algorithm, signature, acceptsHighS) !== undefined) return false;
      return check(data, signature);
    },
  };
}

async function createCheck(
  algorithm: SignatureAlgorithm,
  parts: PublicKeyParts,
  acceptsHighS: boolean,
): Promise<Check> {
  switch (parts.kind) {
    case 'ed25519':
      return (data, signature) => verifyEd25519(parts.bytes, data, signature);
    case 'secret':
      return (data, signature) => equalBytes(hmac(sha256, parts.bytes, data), signature);
    case 'ec': {
      const { curve } = EC_CURVES[algorithm as EcAlgorithm];
      const options = { lowS: !acceptsHighS, prehash: true, format: 'compact' } as const;
      return (data, signature) => curve.verify(signature, data, parts.bytes, options);
    }
    case 'rsa':
      return createRsaCheck(algorithm, parts.n, parts.e);
  }
}

/**
 * RFC 8032, section 5.1.7. The equation is checked with the cofactor; since the key and R are also held to the subgroup
 * of prime order, the answer is the same as without it, which is how OpenSSL checks.
 */
function verifyEd25519(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  if (!ed25519.verify(signature, data, publicKey, { zip215: false })) return false;
  return ed25519.Point.fromBytes(signature.subarray(0, 32), false).isTorsionFree();
}

async function createRsaCheck(algorithm: SignatureAlgorithm, n: string, e: string): Promise<Check> {
  const { subtle } = globalThis.crypto;
  const parameters = rsaParameters(algorithm);
  let key: Awaited<ReturnType<typeof subtle.importKey>>;
  try {
    key = await subtle.importKey('jwk', { kty: 'RSA', n, e }, parameters, false, ['verify']);
  } catch (cause) {
    throw keyFault(algorithm, 'WebCrypto refused it, or is missing', cause);
  }
  return (data, signature) => subtle.verify(parameters, key, Uint8Array.from(signature), Uint8Array.from(data));
}
