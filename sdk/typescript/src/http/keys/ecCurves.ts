import { p256, p384 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';

/** The curves of ECDSA by algorithm, with their name in a JSON Web Key and the bytes of a coordinate. */
export const EC_CURVES = {
  'ecdsa-p256-sha256': { curve: p256, crv: 'P-256', size: 32, hash: 'sha256' },
  'ecdsa-p384-sha384': { curve: p384, crv: 'P-384', size: 48, hash: 'sha384' },
  es256k: { curve: secp256k1, crv: 'secp256k1', size: 32, hash: 'sha256' },
} as const;

export type EcAlgorithm = keyof typeof EC_CURVES;
