import { decodeUtf8 } from '../encoding/decodeUtf8.ts';

const LOSSY = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();
const PERCENT = 0x25;
const PLUS = 0x2b;
const UNRESERVED = /[A-Za-z0-9*\-._]/;

/** A value of a query, decoded. */
export interface FormText {
  /** What the parser of the URL standard makes of it: bytes that are no UTF-8 become U+FFFD. */
  readonly text: string;
  /** Whether nothing was lost that way. */
  readonly isExact: boolean;
}

function decodeBytes(raw: string): Uint8Array {
  const bytes: number[] = [];
  for (let index = 0; index < raw.length; index++) {
    const code = raw.charCodeAt(index);
    const digits = code === PERCENT ? raw.slice(index + 1, index + 3) : '';
    if (/^[0-9A-Fa-f]{2}$/.test(digits)) {
      bytes.push(Number.parseInt(digits, 16));
      index += 2;
    } else {
      bytes.push(code === PLUS ? 0x20 : code);
    }
  }
  return Uint8Array.from(bytes);
}

/**
 * Decodes a name or value of a query as `application/x-www-form-urlencoded` (URL standard, section 5.1).
 *
 * @param raw ASCII.
 */
export function decodeFormText(raw: string): FormText {
  const bytes = decodeBytes(raw);
  const exact = decodeUtf8(bytes);
  return { text: exact ?? LOSSY.decode(bytes), isExact: exact !== undefined };
}

/**
 * Encodes a decoded name or value as RFC 9421, section 2.2.8 asks: percent-encoding of all but letters, digits and
 * `*-._`, a space as `%20`.
 *
 * @param text Any text.
 */
export function encodeFormText(text: string): string {
  let encoded = '';
  for (const byte of ENCODER.encode(text)) {
    const character = String.fromCharCode(byte);
    const isPlain = UNRESERVED.test(character);
    encoded += isPlain ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
