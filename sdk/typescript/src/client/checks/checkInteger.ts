import { argumentFault } from './argumentFault.ts';

/**
 * Checks an integer.
 *
 * @param field For the error.
 * @param value A bigint, or a number that is a safe integer.
 * @param least Least value, included.
 * @param most Largest value, included.
 * @throws ClientError `argument-invalid`
 */
export function checkInteger(field: string, value: unknown, least: bigint, most: bigint): bigint {
  if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) {
    throw argumentFault(field, value, 'expected a bigint or an integer below 2^53');
  }
  const integer = BigInt(value as number | bigint);
  if (integer < least || integer > most) throw argumentFault(field, value, `expected ${least} to ${most}`);
  return integer;
}
