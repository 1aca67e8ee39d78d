import { hexToNumber } from '@noble/curves/utils.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * Compares attributes under a mask.
 *
 * @param found The bytes of a report.
 * @param expected Hex, of the same length.
 * @param mask Hex, of the same length; bits that are 0 are not compared.
 */
export function matchesMasked(found: Uint8Array, expected: string, mask: string): boolean {
  return ((hexToNumber(bytesToHex(found)) ^ hexToNumber(expected)) & hexToNumber(mask)) === 0n;
}
