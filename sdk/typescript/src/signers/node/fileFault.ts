import { KeystoreError } from '../KeystoreError.ts';
import type { KeystoreErrorCode } from '../KeystoreError.ts';

/**
 * The error for a key file.
 *
 * @param code Its code.
 * @param path The file.
 * @param problem What is wrong, and the way out.
 * @param cause The system's error; it names the path and no content.
 */
export function fileFault(code: KeystoreErrorCode, path: string, problem: string, cause?: unknown): KeystoreError {
  return new KeystoreError(code, `${path}: ${problem}`, { cause, details: { path } });
}
