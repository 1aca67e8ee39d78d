import { BASE64 } from './alphabet.ts';

const INVALID = 255;
const VALUES = new Uint8Array(128).fill(INVALID);
for (let value = 0; value < BASE64.length; value++) VALUES[BASE64.charCodeAt(value)] = value;

function valueAt(text: string, index: number): number {
  return VALUES[text.charCodeAt(index)] ?? INVALID;
}

/**
 * Decodes base64 (RFC 4648, section 4), strictly: padding must be there, the bits that pad must be zero, and nothing
 * but the alphabet may occur. So every byte string has one encoding.
 *
 * @param text Base64.
 * @returns The bytes, or undefined when the text is no strict base64.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const { length } = text;
  if (length % 4 !== 0) return undefined;
  if (length === 0) return new Uint8Array();
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((length / 4) * 3 - padding);
  let at = 0;
  let group = 0;
  const digits = length - padding;
  for (let index = 0; index < digits; index++) {
    const value = valueAt(text, index);
    if (value === INVALID) return undefined;
    group = (group << 6) | value;
    if (index % 4 === 3) {
      bytes[at] = group >> 16;
      bytes[at + 1] = (group >> 8) & 255;
      bytes[at + 2] = group & 255;
      at += 3;
      group = 0;
    }
  }
  if (padding === 1) {
    if ((group & 3) !== 0) return undefined;
    bytes[at] = group >> 10;
    bytes[at + 1] = (group >> 2) & 255;
  } else if (padding === 2) {
    if ((group & 15) !== 0) return undefined;
    bytes[at] = group >> 4;
  }
  return bytes;
}
