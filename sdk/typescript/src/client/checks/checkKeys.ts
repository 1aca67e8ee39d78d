import { computeKeyId } from '../computeKeyId.ts';
import type { Hex, RegistryPublicKey } from '../types.ts';
import { argumentFault } from './argumentFault.ts';

const MOST_KEYS = 10;

/**
 * Checks the keys of a registration, binding or claim: 1 to 10, each a key, none twice.
 *
 * @param field For the errors.
 * @param keys What was given.
 * @returns Their ids.
 * @throws ClientError `argument-invalid`
 */
export function checkKeys(field: string, keys: readonly RegistryPublicKey[]): Hex[] {
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MOST_KEYS) {
    throw argumentFault(field, Array.isArray(keys) ? `${keys.length} keys` : keys, `expected 1 to ${MOST_KEYS} keys`);
  }
  const ids = (keys as readonly RegistryPublicKey[]).map((key, index) => computeKeyId(key, `${field}[${index}]`));
  const again = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (again !== -1) throw argumentFault(`${field}[${again}]`, ids[again], 'the key is there already');
  return ids;
}
