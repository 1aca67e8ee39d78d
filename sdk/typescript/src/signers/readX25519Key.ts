import { x25519 } from '@noble/curves/ed25519.js';
import { decodeBase64Url } from '../encoding/decodeBase64Url.ts';
import { encodeBase64Url } from '../encoding/encodeBase64Url.ts';
import type { KeyMaterial } from '../http/keys/types.ts';
import { KeystoreError } from './KeystoreError.ts';
import { readMaterial } from './readMaterial.ts';

const BYTES = 32;

/**
 * Reads a private X25519 key.
 *
 * @param material JWK, PEM, or 32 bytes; copied.
 * @throws KeystoreError `key-unsupported` for anything else, all zeros, or a JWK whose public part belongs to another key.
 * @throws HttpSignatureError `key-invalid` for PEM that holds no key that is known.
 */
export function readX25519Key(material: KeyMaterial): Uint8Array {
  const parsed = readMaterial(material);
  if (parsed instanceof Uint8Array) return check(Uint8Array.from(parsed));
  const { kty, crv, d, x } = parsed;
  if (kty !== 'OKP' || crv !== 'X25519' || d === undefined) {
    throw fault('expected a private key with kty "OKP" and crv "X25519"');
  }
  const secret = check(decodeBase64Url(d) ?? new Uint8Array());
  if (x !== undefined && x !== encodeBase64Url(x25519.getPublicKey(secret))) {
    throw fault('the public part of the JWK belongs to another private key');
  }
  return secret;
}

function check(secret: Uint8Array): Uint8Array {
  if (secret.length !== BYTES) throw fault(`expected ${BYTES} bytes`);
  if (secret.every((byte) => byte === 0)) throw fault('the key is all zero: it was never set');
  return secret;
}

function fault(problem: string): KeystoreError {
  return new KeystoreError('key-unsupported', `key for X25519: ${problem}`);
}
