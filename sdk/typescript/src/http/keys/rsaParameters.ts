import type { SignatureAlgorithm } from '../types.ts';

/** Bytes of the salt of `rsa-pss-sha512` (RFC 9421, section 3.3.1). */
export const PSS_SALT_BYTES = 64;

/** What WebCrypto calls the two RSA algorithms. */
export function rsaParameters(algorithm: SignatureAlgorithm): {
  readonly name: string;
  readonly hash: string;
  readonly saltLength?: number;
} {
  return algorithm === 'rsa-pss-sha512'
    ? { name: 'RSA-PSS', hash: 'SHA-512', saltLength: PSS_SALT_BYTES }
    : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
}
