import { encodeBase64 } from '../encoding/encodeBase64.ts';
import { StructuredFieldError } from './StructuredFieldError.ts';
import type { BareItem } from './types.ts';

const LARGEST_INTEGER = 999_999_999_999_999;
const TOKEN = /^[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_`|~:/]*$/;
/** Printable ASCII without quotes and backslashes, which is what most strings are. */
const PLAIN = /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/;
const ENCODER = new TextEncoder();

/**
 * Serialises a bare item (RFC 9651, section 4.1.3.1).
 *
 * @param item The value and its type.
 * @throws StructuredFieldError for a value outside of its type's range.
 */
export function serializeBareItem(item: BareItem): string {
  switch (item.type) {
    case 'integer':
      return serializeInteger(item.value);
    case 'decimal':
      return serializeDecimal(item.value);
    case 'string':
      return serializeString(item.value);
    case 'token':
      return serializeToken(item.value);
    case 'bytes':
      return `:${encodeBase64(item.value)}:`;
    case 'boolean':
      return item.value ? '?1' : '?0';
    case 'date':
      return `@${serializeInteger(item.value)}`;
    case 'display-string':
      return serializeDisplayString(item.value);
  }
}

function fault(value: string | number, wanted: string): StructuredFieldError {
  return new StructuredFieldError(
    'structured-field-value',
    `structured field: ${typeof value === 'string' ? JSON.stringify(value) : value} can't be written; expected ${wanted}`,
    { details: { value } },
  );
}

function serializeInteger(value: number): string {
  if (!Number.isInteger(value) || Math.abs(value) > LARGEST_INTEGER) {
    throw fault(value, 'a whole number of at most 15 digits');
  }
  return String(value);
}

/** Rounds to three places, a tie to the even digit, as section 4.1.5 asks. */
function serializeDecimal(value: number): string {
  const scaled = value * 1000;
  const below = Math.floor(scaled);
  const isTie = scaled - below === 0.5;
  const thousandths = isTie ? below + Math.abs(below % 2) : Math.round(scaled);
  if (!Number.isFinite(value) || Math.abs(thousandths) > LARGEST_INTEGER) {
    throw fault(value, 'a number of at most 12 digits before the point');
  }
  const digits = String(Math.abs(thousandths)).padStart(4, '0');
  const fraction = digits.slice(-3).replace(/0{1,2}$/, '');
  return `${thousandths < 0 ? '-' : ''}${digits.slice(0, -3)}.${fraction}`;
}

function serializeString(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!/^[\x20-\x7e]*$/.test(value)) throw fault(value, 'printable ASCII');
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function serializeToken(value: string): string {
  if (!TOKEN.test(value)) throw fault(value, 'a token');
  return value;
}

function serializeDisplayString(value: string): string {
  if (/[\ud800-\udfff]/u.test(value)) throw fault(value, 'text without lone surrogates');
  let text = '';
  for (const byte of ENCODER.encode(value)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x22 && byte !== 0x25;
    text += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`;
  }
  return `%"${text}"`;
}
