import type { Keystore } from './types.ts';

/**
 * A keystore as JSON, with its fields in a fixed order and a line break at the end.
 *
 * @param keystore Such as `encryptKey` makes.
 */
export function serializeKeystore(keystore: Keystore): string {
  return `${JSON.stringify(keystore, null, 2)}\n`;
}
