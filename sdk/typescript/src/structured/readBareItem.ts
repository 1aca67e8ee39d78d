import { decodeBase64 } from '../encoding/decodeBase64.ts';
import { decodeUtf8 } from '../encoding/decodeUtf8.ts';
import type { FieldReader } from './FieldReader.ts';
import type { BareItem, DecimalItem, IntegerItem } from './types.ts';

const NUMBER = /-?[0-9]+(?:\.[0-9]*)?/y;
const TOKEN = /[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_`|~:/]*/y;

const QUOTE = 0x22;
const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const QUESTION = 0x3f;
const AT = 0x40;
const ZERO = 0x30;
const ONE = 0x31;

/** RFC 9651, section 4.2.3.1: reads a bare item; its first character tells the type. */
export function readBareItem(reader: FieldReader): BareItem {
  switch (reader.peek()) {
    case QUOTE:
      return { type: 'string', value: readString(reader) };
    case COLON:
      return { type: 'bytes', value: readBytes(reader) };
    case QUESTION:
      return { type: 'boolean', value: readBoolean(reader) };
    case AT:
      return { type: 'date', value: readDate(reader) };
    case PERCENT:
      return { type: 'display-string', value: readDisplayString(reader) };
    default:
      return readNumberOrToken(reader);
  }
}

function readNumberOrToken(reader: FieldReader): BareItem {
  const token = reader.match(TOKEN);
  return token === undefined ? readNumber(reader) : { type: 'token', value: token };
}

/** Section 4.2.4. */
function readNumber(reader: FieldReader): IntegerItem | DecimalItem {
  const begin = reader.position;
  const text = reader.match(NUMBER);
  if (text === undefined) throw reader.error('expected a bare item');
  const unsigned = text.startsWith('-') ? text.slice(1) : text;
  const point = unsigned.indexOf('.');
  const fraction = unsigned.length - point - 1;
  const fits = point === -1 ? unsigned.length <= 15 : point <= 12 && fraction >= 1 && fraction <= 3;
  if (!fits) {
    reader.position = begin;
    throw reader.error('expected at most 15 digits, or at most 12 before a point and 1 to 3 behind it');
  }
  // Adding 0 turns -0 into 0, which is how it is written.
  return { type: point === -1 ? 'integer' : 'decimal', value: Number(text) + 0 };
}

/** Section 4.2.5. A loop instead of a pattern: a pattern keeps a stack as long as the string. */
function readString(reader: FieldReader): string {
  const { text } = reader;
  const begin = reader.position + 1;
  let end = begin;
  let hasEscapes = false;
  for (; text.charCodeAt(end) !== QUOTE; end++) {
    if (text.charCodeAt(end) === BACKSLASH) {
      hasEscapes = true;
      end += 1;
      if (text.charCodeAt(end) !== QUOTE && text.charCodeAt(end) !== BACKSLASH) break;
    } else if (!isPrintable(text.charCodeAt(end))) break;
  }
  if (text.charCodeAt(end) !== QUOTE) {
    reader.position = Math.min(end, text.length);
    throw reader.error('expected printable ASCII and a closing quote');
  }
  reader.position = end + 1;
  const inner = text.slice(begin, end);
  return hasEscapes ? inner.replace(/\\(["\\])/g, '$1') : inner;
}

/** False for NaN, the code beyond the end. */
function isPrintable(code: number): boolean {
  return code >= 0x20 && code <= 0x7e;
}

/** Section 4.2.7, with strict base64. */
function readBytes(reader: FieldReader): Uint8Array {
  const begin = reader.position + 1;
  const end = reader.text.indexOf(':', begin);
  const bytes = end === -1 ? undefined : decodeBase64(reader.text.slice(begin, end));
  if (bytes === undefined) throw reader.error('expected base64 with padding between colons');
  reader.position = end + 1;
  return bytes;
}

/** Section 4.2.8. */
function readBoolean(reader: FieldReader): boolean {
  reader.position += 1;
  if (reader.take(ONE)) return true;
  if (reader.take(ZERO)) return false;
  throw reader.error('expected 0 or 1 after the question mark');
}

/** Section 4.2.9. */
function readDate(reader: FieldReader): number {
  reader.position += 1;
  const begin = reader.position;
  const number = readNumber(reader);
  if (number.type === 'integer') return number.value;
  reader.position = begin;
  throw reader.error('expected a date in whole seconds');
}

/** Section 4.2.10. */
function readDisplayString(reader: FieldReader): string {
  const begin = reader.position + 2;
  const end = reader.text.charCodeAt(begin - 1) === QUOTE ? reader.text.indexOf('"', begin) : -1;
  const bytes = end === -1 ? undefined : percentDecode(reader.text.slice(begin, end));
  const decoded = bytes === undefined ? undefined : decodeUtf8(bytes);
  if (decoded === undefined) throw reader.error('expected a display string of ASCII and percent-encoded UTF-8');
  reader.position = end + 1;
  return decoded;
}

/** Undefined where a character or an escape isn't allowed; digits are in lower case. */
function percentDecode(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    let code = text.charCodeAt(index);
    if (code === PERCENT) {
      const digits = text.slice(index + 1, index + 3);
      if (!/^[0-9a-f]{2}$/.test(digits)) return undefined;
      code = Number.parseInt(digits, 16);
      index += 2;
    } else if (!isPrintable(code)) return undefined;
    bytes.push(code);
  }
  return Uint8Array.from(bytes);
}
