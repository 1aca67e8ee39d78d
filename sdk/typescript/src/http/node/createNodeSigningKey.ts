import { constants, createHmac, createPrivateKey, sign } from 'node:crypto';
import type { KeyObject, SignKeyObjectInput } from 'node:crypto';
import { encodeBase64Url } from '../../encoding/encodeBase64Url.ts';
import { EC_CURVES } from '../keys/ecCurves.ts';
import type { EcAlgorithm } from '../keys/ecCurves.ts';
import { readPrivateKey } from '../keys/readPrivateKey.ts';
import { PSS_SALT_BYTES } from '../keys/rsaParameters.ts';
import { toLowS } from '../keys/toLowS.ts';
import type { KeyMaterial, PrivateKeyParts, RsaPrivateJwk } from '../keys/types.ts';
import type { SignatureAlgorithm, SigningKey } from '../types.ts';
import { readNodeKey } from './readNodeKey.ts';

type Sign = (data: Uint8Array) => Uint8Array;

/**
 * Makes a signing key that uses node:crypto. ECDSA signatures are brought to the form with the small s.
 *
 * @param algorithm What the key is for.
 * @param material A JWK with its private fields, PEM, a KeyObject, a private scalar, an Ed25519 seed, or a secret.
 * @throws HttpSignatureError `key-invalid` for malformed, weak or unsuitable material.
 */
export function createNodeSigningKey(algorithm: SignatureAlgorithm, material: KeyMaterial | KeyObject): SigningKey {
  const parts = readPrivateKey(algorithm, readNodeKey(algorithm, material));
  return { algorithm, sign: createSign(algorithm, parts) };
}

function createSign(algorithm: SignatureAlgorithm, parts: PrivateKeyParts): Sign {
  switch (parts.kind) {
    case 'ed25519': {
      const jwk = { kty: 'OKP', crv: 'Ed25519', d: encodeBase64Url(parts.seed), x: encodeBase64Url(parts.publicKey) };
      const key = createPrivateKey({ key: jwk, format: 'jwk' });
      return (data) => sign(null, data, key);
    }
    case 'secret':
      return (data) => createHmac('sha256', parts.bytes).update(data).digest();
    case 'ec':
      return createEcSign(algorithm as EcAlgorithm, parts.scalar, parts.publicKey);
    case 'rsa':
      return createRsaSign(algorithm, parts.jwk);
  }
}

function createEcSign(algorithm: EcAlgorithm, scalar: Uint8Array, point: Uint8Array): Sign {
  const { crv, size, hash } = EC_CURVES[algorithm];
  const x = encodeBase64Url(point.subarray(1, 1 + size));
  const y = encodeBase64Url(point.subarray(1 + size));
  const key = createPrivateKey({ key: { kty: 'EC', crv, x, y, d: encodeBase64Url(scalar) }, format: 'jwk' });
  const input: SignKeyObjectInput = { key, dsaEncoding: 'ieee-p1363' };
  return (data) => toLowS(algorithm, sign(hash, data, input));
}

function createRsaSign(algorithm: SignatureAlgorithm, jwk: RsaPrivateJwk): Sign {
  const key = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  if (algorithm === 'rsa-v1_5-sha256') {
    const input: SignKeyObjectInput = { key, padding: constants.RSA_PKCS1_PADDING };
    return (data) => sign('sha256', data, input);
  }
  const input: SignKeyObjectInput = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: PSS_SALT_BYTES };
  return (data) => sign('sha512', data, input);
}
