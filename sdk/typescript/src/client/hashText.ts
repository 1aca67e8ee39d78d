import { keccak256 } from 'ox/Hash';
import { fromString } from 'ox/Hex';
import type { Hex } from './types.ts';

/**
 * keccak256 of a text in UTF-8; of a type string it is the type hash.
 *
 * @param text Any text.
 */
export function hashText(text: string): Hex {
  return keccak256(fromString(text));
}
