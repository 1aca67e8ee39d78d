import type { Hex } from '../types.ts';
import { NOT_SHOWN, argumentFault } from './argumentFault.ts';

const SALT = /^0x[0-9a-fA-F]{64}$/;
const ZERO = /^0x0+$/;

/**
 * Checks the salt of a commitment: 32 bytes, not all zero, which is what a salt looks like that was never set. Whether
 * it is random only its maker knows: `createSalt` gives one. The error doesn't show it: it may be right but for a digit.
 *
 * @param field For the error.
 * @param value What was given.
 * @throws ClientError `argument-invalid`
 */
export function checkSalt(field: string, value: unknown): Hex {
  if (typeof value !== 'string' || !SALT.test(value) || ZERO.test(value)) {
    throw argumentFault(field, NOT_SHOWN, 'expected 0x and 32 random bytes in hexadecimal, see createSalt');
  }
  return value.toLowerCase() as Hex;
}
