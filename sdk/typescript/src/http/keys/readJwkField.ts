import { decodeBase64Url } from '../../encoding/decodeBase64Url.ts';
import type { SignatureAlgorithm } from '../types.ts';
import { keyFault } from './keyFault.ts';
import type { Jwk } from './types.ts';

/**
 * Decodes a field of a JSON Web Key.
 *
 * @param algorithm For the error.
 * @param jwk The key.
 * @param field The field's name.
 * @param size The bytes it must have; any number but zero when absent.
 * @throws HttpSignatureError `key-invalid`
 */
export function readJwkField(algorithm: SignatureAlgorithm, jwk: Jwk, field: keyof Jwk, size?: number): Uint8Array {
  const text = jwk[field];
  const bytes = typeof text === 'string' ? decodeBase64Url(text) : undefined;
  if (bytes === undefined || bytes.length === 0 || (size !== undefined && bytes.length !== size)) {
    throw keyFault(algorithm, `the field ${field} must be base64url${size === undefined ? '' : ` of ${size} bytes`}`);
  }
  return bytes;
}
