import { TaskError } from './TaskError.ts';
import { readDecimal } from './readDecimal.ts';

const DECIMALS = 18;

/**
 * An amount in ETH that a user gives.
 *
 * @param field The option or argument, for errors.
 * @returns Wei.
 * @throws {TaskError} `bad-decimal`, `bad-amount` below zero.
 */
export function readEther(text: string, field: string): bigint {
  const { value, decimals } = readDecimal(text, field);
  if (value < 0n) throw new TaskError('bad-amount', 'give an amount of ETH from 0 on', { field, value: text });
  return value * 10n ** BigInt(DECIMALS - decimals);
}
