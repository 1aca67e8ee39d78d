import { hexToBytes } from '@noble/hashes/utils.js';

/**
 * Compares attributes under a mask.
 *
 * @param found The bytes of a report.
 * @param expected Hex, of the same length.
 * @param mask Hex, of the same length; bits that are 0 are not compared.
 */
export function matchesMasked(found: Uint8Array, expected: string, mask: string): boolean {
  const wanted = hexToBytes(expected);
  const masks = hexToBytes(mask);
  return found.every((byte, index) => {
    const bits = masks[index] ?? 0xff;
    return (byte & bits) === ((wanted[index] ?? 0) & bits);
  });
}
