import { decodeUtf8 } from '../encoding/decodeUtf8.ts';
import { findJsonFaults } from './findJsonFaults.ts';
import { DEFAULT_MAX_BYTES } from './limits.ts';
import type { JsonFault, JsonFaultCode, ParseOptions } from './types.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** A JSON value, or why there is none. */
export type JsonReading = { readonly value: unknown } | { readonly faults: readonly JsonFault[] };

function fault(code: JsonFaultCode, detail?: string): JsonReading {
  return { faults: [{ code, path: [], detail }] };
}

/**
 * Reads JSON (RFC 8259) strictly: UTF-8 without byte order mark, bounded in size and depth, each key of an object once.
 *
 * @param source The text, or better its bytes, since only there can broken UTF-8 be seen.
 * @param options The largest accepted size.
 * @returns The value or all that is wrong. Nothing is thrown for bad input.
 */
export function readJson(source: string | Uint8Array, options: ParseOptions = {}): JsonReading {
  const { maxBytes = DEFAULT_MAX_BYTES } = options;
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  if (bytes.length > maxBytes) return fault('text-too-large', `${bytes.length} bytes, at most ${maxBytes}`);
  const text = typeof source === 'string' ? source : decodeUtf8(source);
  if (text === undefined) return fault('text-not-utf8');
  if (text.startsWith(BYTE_ORDER_MARK)) return fault('text-bom');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fault('json-syntax', error instanceof Error ? error.message : String(error));
  }
  const faults = findJsonFaults(text);
  return faults.length > 0 ? { faults } : { value };
}
