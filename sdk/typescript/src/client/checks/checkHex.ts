import type { Hex } from '../types.ts';
import { NOT_SHOWN, argumentFault } from './argumentFault.ts';

const HEX = /^0x(?:[0-9a-fA-F]{2})*$/;

/**
 * Checks bytes in hexadecimal.
 *
 * @param field For the error.
 * @param value What was given.
 * @param size Bytes it must have; any number when absent.
 * @param isShown False where a private key may have been given instead: then the error doesn't quote it.
 * @returns It in lower case.
 * @throws ClientError `argument-invalid`
 */
export function checkHex(field: string, value: unknown, size?: number, isShown = true): Hex {
  const isFit = typeof value === 'string' && HEX.test(value) && (size === undefined || value.length === 2 + 2 * size);
  if (!isFit) {
    const bytes = size === undefined ? 'whole bytes' : `${size} bytes`;
    throw argumentFault(field, isShown ? value : NOT_SHOWN, `expected 0x and ${bytes} in hexadecimal`);
  }
  return value.toLowerCase() as Hex;
}
