import type { Hex, KeyInput } from '../types.ts';
import { checkKeyInput } from './checkKeyInput.ts';
import { checkKeys } from './checkKeys.ts';

/**
 * Checks 1 to 10 keys with their proofs, none twice.
 *
 * @param field For the errors.
 * @param keys What was given.
 * @returns They as the contract takes them.
 * @throws ClientError `argument-invalid`
 */
export function checkKeyInputs(
  field: string,
  keys: readonly KeyInput[],
): { readonly keyType: number; readonly publicKey: Hex; readonly proof: Hex }[] {
  checkKeys(field, keys);
  return keys.map((key, index) => checkKeyInput(`${field}[${index}]`, key));
}
