import { x25519 } from '@noble/curves/ed25519.js';
import { encodeBase64Url } from '../encoding/encodeBase64Url.ts';
import { readPrivateKey } from '../http/keys/readPrivateKey.ts';
import type { KeyMaterial } from '../http/keys/types.ts';
import { detectAlgorithm } from './detectAlgorithm.ts';
import { detectKeyKind } from './detectKeyKind.ts';
import { ALGORITHMS_BY_KIND } from './keyKinds.ts';
import { KeystoreError } from './KeystoreError.ts';
import { readMaterial } from './readMaterial.ts';
import { readX25519Key } from './readX25519Key.ts';
import { toPublicJwk } from './toPublicJwk.ts';
import type { KeyKind, PrivateJwk } from './types.ts';

/**
 * Brings any private key into one form: a JWK with public and private fields, checked, and nothing else but `alg` where an
 * RSA key is bound to one. A keystore holds this form.
 *
 * @param material A private key: JWK, PEM, or raw bytes.
 * @param kind Needed for raw bytes, which don't tell; else it must be the key's, where given.
 * @throws KeystoreError `key-unsupported`
 * @throws HttpSignatureError `key-invalid` for malformed, weak or unsuitable material.
 */
export function toPrivateJwk(material: KeyMaterial, kind?: KeyKind): PrivateJwk {
  const parsed = readMaterial(material);
  const isRaw = parsed instanceof Uint8Array;
  if (isRaw && kind === undefined)
    throw new KeystoreError('key-unsupported', 'raw bytes need their kind: give it as well');
  const found = isRaw ? (kind ?? 'rsa') : detectKeyKind(parsed);
  if (kind !== undefined && found !== kind) {
    throw new KeystoreError('key-unsupported', `the key is of the kind ${found}, not ${kind}`);
  }
  if (found === 'x25519') return x25519Jwk(readX25519Key(parsed));
  const algorithm = isRaw ? ALGORITHMS_BY_KIND[found] : detectAlgorithm(parsed);
  const parts = readPrivateKey(algorithm, parsed);
  const publicJwk = toPublicJwk(algorithm, parts);
  switch (parts.kind) {
    case 'ed25519':
      return { ...publicJwk, kty: 'OKP', d: encodeBase64Url(parts.seed) };
    case 'ec':
      return { ...publicJwk, kty: 'EC', d: encodeBase64Url(parts.scalar) };
    case 'rsa':
      return isRaw || parsed.alg === undefined ? parts.jwk : { ...parts.jwk, alg: parsed.alg };
    case 'secret':
      throw new KeystoreError('key-unsupported', 'a shared secret is no private key');
  }
}

function x25519Jwk(secret: Uint8Array): PrivateJwk {
  const x = encodeBase64Url(x25519.getPublicKey(secret));
  return { kty: 'OKP', crv: 'X25519', x, d: encodeBase64Url(secret) };
}
