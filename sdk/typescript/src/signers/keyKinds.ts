import type { KeyKind, SignerAlgorithm } from './types.ts';

/** Kinds by the names of a JSON Web Key: kty, or kty and crv. */
export const KINDS_BY_JWK: Readonly<Record<string, KeyKind>> = {
  'OKP Ed25519': 'ed25519',
  'OKP X25519': 'x25519',
  'EC P-256': 'p256',
  'EC P-384': 'p384',
  'EC secp256k1': 'secp256k1',
  RSA: 'rsa',
};

/** What a kind signs with. RSA has two algorithms: PSS unless the key is bound to the other. */
export const ALGORITHMS_BY_KIND: Readonly<Record<Exclude<KeyKind, 'x25519'>, SignerAlgorithm>> = {
  ed25519: 'ed25519',
  p256: 'ecdsa-p256-sha256',
  p384: 'ecdsa-p384-sha384',
  secp256k1: 'es256k',
  rsa: 'rsa-pss-sha512',
};
