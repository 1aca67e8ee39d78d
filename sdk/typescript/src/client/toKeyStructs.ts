import { checkHex } from './checks/checkHex.ts';
import { KEY_TYPES } from './keyTypes.ts';
import type { Hex, RegistryPublicKey } from './types.ts';

/**
 * Keys as the struct `Key(uint8 keyType,bytes publicKey)` has them. The bytes are committed to as they are: a reveal must
 * give each point in the same spelling.
 *
 * @param keys Checked keys.
 */
export function toKeyStructs(
  keys: readonly RegistryPublicKey[],
): { readonly keyType: number; readonly publicKey: Hex }[] {
  return keys.map(({ keyType, publicKey }) => ({
    keyType: KEY_TYPES[keyType],
    publicKey: checkHex('publicKey', publicKey),
  }));
}
