import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256, p384 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { toPrivateJwk } from './toPrivateJwk.ts';
import type { KeyKind, PrivateJwk } from './types.ts';

const CURVES = { ed25519, x25519, p256, p384, secp256k1 } as const;

/**
 * Makes a new private key from the randomness of `crypto.getRandomValues`. Nothing else in this library makes keys.
 *
 * @param kind All but RSA.
 */
export function generatePrivateJwk(kind: Exclude<KeyKind, 'rsa'>): PrivateJwk {
  const secret = CURVES[kind].utils.randomSecretKey();
  const jwk = toPrivateJwk(secret, kind);
  secret.fill(0);
  return jwk;
}
