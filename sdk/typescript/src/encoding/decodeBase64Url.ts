import { decodeBase64 } from './decodeBase64.ts';

/**
 * Decodes base64url without padding (RFC 4648, section 5; RFC 7515, section 2), strictly.
 *
 * @param text Base64url.
 * @returns The bytes, or undefined when the text is no strict base64url.
 */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return decodeBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='));
}
