import { encodeBase64Url } from '../encoding/encodeBase64Url.ts';

/**
 * The bytes that a JWS signs (RFC 7515, section 5.1): both parts in base64url with a dot between.
 *
 * @param protectedHeader The protected header as it is written, base64url already.
 * @param payload The payload, which a card's signature leaves out (appendix F).
 */
export function createSigningInput(protectedHeader: string, payload: Uint8Array): Uint8Array {
  return new TextEncoder().encode(`${protectedHeader}.${encodeBase64Url(payload)}`);
}
