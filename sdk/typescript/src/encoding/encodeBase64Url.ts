import { encodeBase64 } from './encodeBase64.ts';

/**
 * Encodes bytes as base64url without padding (RFC 4648, section 5).
 *
 * @param bytes Any number of bytes.
 */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
