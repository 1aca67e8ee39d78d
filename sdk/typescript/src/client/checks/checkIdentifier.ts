import { argumentFault } from './argumentFault.ts';

const IDENTIFIER = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

/**
 * Checks the end of a DID as `SageRegistryV3` does: 1 to 64 characters of `a-z 0-9 . _ -`, letters and digits at both ends.
 *
 * @param field For the error.
 * @param value What was given.
 * @throws ClientError `argument-invalid`
 */
export function checkIdentifier(field: string, value: unknown): string {
  if (typeof value !== 'string' || !IDENTIFIER.test(value)) {
    throw argumentFault(field, value, 'expected 1 to 64 of a-z 0-9 . _ - with a letter or digit at both ends');
  }
  return value;
}
