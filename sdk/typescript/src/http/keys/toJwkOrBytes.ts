import type { SignatureAlgorithm } from '../types.ts';
import { parsePem } from './parsePem.ts';
import type { Jwk, KeyMaterial } from './types.ts';

/**
 * Brings key material into one of two forms: PEM becomes a JWK.
 *
 * @throws HttpSignatureError `key-invalid` for PEM that holds no usable key.
 */
export function toJwkOrBytes(algorithm: SignatureAlgorithm, material: KeyMaterial): Jwk | Uint8Array {
  return typeof material === 'string' ? parsePem(algorithm, material) : material;
}
