import { TaskError } from './TaskError.ts';

/**
 * The value of an option that a task can't do without: Hardhat's options may all be left out.
 *
 * @param field Such as `--key`.
 * @param wayOut What to give.
 * @throws {TaskError} `option-missing`
 */
export function requireOption(value: string, field: string, wayOut: string): string {
  if (value !== '') return value;
  throw new TaskError('option-missing', wayOut, { field });
}
