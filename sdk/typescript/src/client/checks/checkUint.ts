import { checkInteger } from './checkInteger.ts';

/**
 * Checks an unsigned integer of so many bits.
 *
 * @param field For the error.
 * @param value A bigint, or a number that is a safe integer.
 * @param bits 256 when absent.
 * @throws ClientError `argument-invalid`
 */
export function checkUint(field: string, value: unknown, bits = 256): bigint {
  return checkInteger(field, value, 0n, (1n << BigInt(bits)) - 1n);
}
