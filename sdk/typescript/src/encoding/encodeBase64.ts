import { BASE64 } from './alphabet.ts';

function digit(group: number, shift: number): string {
  return BASE64.charAt((group >> shift) & 63);
}

/**
 * Encodes bytes as base64 with padding (RFC 4648, section 4).
 *
 * @param bytes Any number of bytes.
 */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  const whole = bytes.length - (bytes.length % 3);
  const byte = (index: number): number => bytes[index] ?? 0;
  for (let index = 0; index < whole; index += 3) {
    const group = (byte(index) << 16) | (byte(index + 1) << 8) | byte(index + 2);
    text += digit(group, 18) + digit(group, 12) + digit(group, 6) + digit(group, 0);
  }
  const rest = bytes.length - whole;
  if (rest === 0) return text;
  const group = (byte(whole) << 16) | (byte(whole + 1) << 8);
  return text + digit(group, 18) + digit(group, 12) + (rest === 2 ? `${digit(group, 6)}=` : '==');
}
