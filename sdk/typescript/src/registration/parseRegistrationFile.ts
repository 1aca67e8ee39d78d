import { DEFAULT_MAX_BYTES } from './constants.ts';
import { createIssue } from './createIssue.ts';
import { findJsonFaults } from './findJsonFaults.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import type { ParseOptions, RegistrationFileResult } from './types.ts';
import { validateRegistrationFile } from './validateRegistrationFile.ts';

const BYTE_ORDER_MARK = '\uFEFF';

function invalid(code: RegistrationIssueCode, detail?: string): RegistrationFileResult {
  return { kind: 'invalid', issues: [createIssue(code, [], detail)] };
}

/**
 * Reads and checks a registration file.
 *
 * @param source The file: its text, or better its bytes, since only there can broken UTF-8 be seen.
 * @param options The largest accepted size.
 * @returns A registration file or a domain proof with warnings, or all errors and warnings of an invalid file.
 * Nothing is thrown for bad input.
 */
export function parseRegistrationFile(source: string | Uint8Array, options: ParseOptions = {}): RegistrationFileResult {
  const { maxBytes = DEFAULT_MAX_BYTES } = options;
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  if (bytes.length > maxBytes) {
    return invalid('text-too-large', `${bytes.length} bytes, at most ${maxBytes}`);
  }
  let text: string;
  try {
    text =
      typeof source === 'string' ? source : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return invalid('text-not-utf8');
  }
  if (text.startsWith(BYTE_ORDER_MARK)) return invalid('text-bom');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return invalid('json-syntax', error instanceof Error ? error.message : String(error));
  }
  const faults = findJsonFaults(text);
  return faults.length > 0 ? { kind: 'invalid', issues: faults } : validateRegistrationFile(value);
}
