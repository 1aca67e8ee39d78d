import { readJson } from '../json/readJson.ts';
import type { ParseOptions } from '../json/types.ts';
import { createIssue } from './createIssue.ts';
import type { RegistrationFileResult } from './types.ts';
import { validateRegistrationFile } from './validateRegistrationFile.ts';

/**
 * Reads and checks a registration file.
 *
 * @param source The file: its text, or better its bytes, since only there can broken UTF-8 be seen.
 * @param options The largest accepted size.
 * @returns A registration file or a domain proof with warnings, or all errors and warnings of an invalid file.
 * Nothing is thrown for bad input.
 */
export function parseRegistrationFile(source: string | Uint8Array, options: ParseOptions = {}): RegistrationFileResult {
  const reading = readJson(source, options);
  if ('value' in reading) return validateRegistrationFile(reading.value);
  return { kind: 'invalid', issues: reading.faults.map(({ code, path, detail }) => createIssue(code, path, detail)) };
}
