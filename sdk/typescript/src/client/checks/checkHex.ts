import type { Hex } from '../types.ts';
import { argumentFault } from './argumentFault.ts';

const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;

/**
 * Checks bytes in hexadecimal.
 *
 * @param field For the error.
 * @param value What was given.
 * @param size Bytes it must have; any number when absent.
 * @returns It in lower case.
 * @throws ClientError `argument-invalid`
 */
export function checkHex(field: string, value: unknown, size?: number): Hex {
  const isFit = typeof value === 'string' && HEX.test(value) && (size === undefined || value.length === 2 + 2 * size);
  if (!isFit) {
    const bytes = size === undefined ? 'whole bytes' : `${size} bytes`;
    throw argumentFault(field, value, `expected 0x and ${bytes} in hexadecimal`);
  }
  return value.toLowerCase() as Hex;
}
