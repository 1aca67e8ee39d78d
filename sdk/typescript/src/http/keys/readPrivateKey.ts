import { ed25519 } from '@noble/curves/ed25519.js';
import { equalBytes } from '../../encoding/equalBytes.ts';
import type { SignatureAlgorithm } from '../types.ts';
import { checkJwk } from './checkJwk.ts';
import { checkRsa } from './checkRsa.ts';
import { checkRsaPrivateKey } from './checkRsaPrivateKey.ts';
import { checkSecret } from './checkSecret.ts';
import { EC_CURVES } from './ecCurves.ts';
import type { EcAlgorithm } from './ecCurves.ts';
import { keyFault } from './keyFault.ts';
import { readJwkField } from './readJwkField.ts';
import { readPublicKey } from './readPublicKey.ts';
import { toJwkOrBytes } from './toJwkOrBytes.ts';
import type { Jwk, KeyMaterial, PrivateKeyParts, RsaPrivateJwk } from './types.ts';

/**
 * Reads and checks the private key, or the shared secret, of an algorithm. The public part of a JWK must fit it.
 *
 * @param algorithm What the key is for.
 * @param input A JWK, PEM, a private scalar, an Ed25519 seed of 32 bytes, or a secret.
 * @throws HttpSignatureError `key-invalid`
 */
export function readPrivateKey(algorithm: SignatureAlgorithm, input: KeyMaterial): PrivateKeyParts {
  const material = toJwkOrBytes(algorithm, input);
  const isRaw = material instanceof Uint8Array;
  if (!isRaw) checkJwk(algorithm, material);
  switch (algorithm) {
    case 'ed25519':
      return readSeed(material);
    case 'hmac-sha256': {
      const bytes = isRaw ? Uint8Array.from(material) : readJwkField(algorithm, material, 'k');
      return { kind: 'secret', bytes: checkSecret(bytes) };
    }
    case 'rsa-pss-sha512':
    case 'rsa-v1_5-sha256':
      if (isRaw) throw keyFault(algorithm, 'RSA keys have no raw form; give a JWK');
      return { kind: 'rsa', jwk: readRsa(algorithm, material) };
    case 'ecdsa-p256-sha256':
    case 'ecdsa-p384-sha384':
    case 'es256k':
      return readScalar(algorithm, material);
  }
}

function readSeed(material: Jwk | Uint8Array): PrivateKeyParts {
  const isRaw = material instanceof Uint8Array;
  const seed = isRaw ? Uint8Array.from(material) : readJwkField('ed25519', material, 'd', 32);
  if (seed.length !== 32) throw keyFault('ed25519', 'expected a seed of 32 bytes');
  if (seed.every((byte) => byte === 0)) throw keyFault('ed25519', 'the seed is all zero: it was never set');
  const publicKey = ed25519.getPublicKey(seed);
  checkPair('ed25519', material, publicKey);
  return { kind: 'ed25519', seed, publicKey };
}

function readScalar(algorithm: EcAlgorithm, material: Jwk | Uint8Array): PrivateKeyParts {
  const { curve, size } = EC_CURVES[algorithm];
  const isRaw = material instanceof Uint8Array;
  const scalar = isRaw ? Uint8Array.from(material) : readJwkField(algorithm, material, 'd', size);
  if (!curve.utils.isValidSecretKey(scalar)) throw keyFault(algorithm, 'the scalar is out of range');
  const publicKey = curve.getPublicKey(scalar, false);
  checkPair(algorithm, material, publicKey);
  return { kind: 'ec', scalar, publicKey };
}

/** A public part that belongs to another key would make signatures that nobody can verify. */
function checkPair(algorithm: SignatureAlgorithm, material: Jwk | Uint8Array, publicKey: Uint8Array): void {
  if (material instanceof Uint8Array || material.x === undefined) return;
  const parts = readPublicKey(algorithm, material);
  if (parts.kind === 'rsa' || !equalBytes(parts.bytes, publicKey)) {
    throw keyFault(algorithm, 'the public part of the JWK belongs to another private key');
  }
}

function readRsa(algorithm: SignatureAlgorithm, jwk: Jwk): RsaPrivateJwk {
  checkRsa(algorithm, jwk);
  const field = (name: 'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qi'): string => {
    readJwkField(algorithm, jwk, name);
    return jwk[name] ?? '';
  };
  const key: RsaPrivateJwk = {
    kty: 'RSA',
    n: field('n'),
    e: field('e'),
    d: field('d'),
    p: field('p'),
    q: field('q'),
    dp: field('dp'),
    dq: field('dq'),
    qi: field('qi'),
  };
  checkRsaPrivateKey(algorithm, key);
  return key;
}
