import { keyFault } from './keyFault.ts';

const LEAST_BYTES = 32;

/**
 * Checks a shared secret for `hmac-sha256`: at least as long as the hash (RFC 7518, section 3.2), and not all zero,
 * which is what a secret looks like that was never set.
 *
 * @throws HttpSignatureError `key-invalid`
 */
export function checkSecret(secret: Uint8Array): Uint8Array {
  if (secret.length < LEAST_BYTES) throw keyFault('hmac-sha256', `a secret needs at least ${LEAST_BYTES} bytes`);
  if (secret.every((byte) => byte === 0)) throw keyFault('hmac-sha256', 'the secret is all zero');
  return secret;
}
