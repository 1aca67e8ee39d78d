import { KEY_TYPES } from '../keyTypes.ts';
import type { RegistryKeyType } from '../types.ts';
import { argumentFault } from './argumentFault.ts';

/**
 * Checks the name of a key type.
 *
 * @param field For the error.
 * @param value What was given.
 * @throws ClientError `argument-invalid`
 */
export function checkKeyType(field: string, value: unknown): RegistryKeyType {
  if (typeof value !== 'string' || !Object.hasOwn(KEY_TYPES, value)) {
    throw argumentFault(field, value, `expected one of ${Object.keys(KEY_TYPES).join(', ')}`);
  }
  return value as RegistryKeyType;
}
