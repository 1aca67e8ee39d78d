import { isHexString } from 'ethers';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import { TaskError } from './TaskError.ts';

/**
 * 32 bytes that a user gives: a hash, or the id of a task.
 *
 * @param field The option or argument, for errors.
 * @returns In lower case.
 * @throws {TaskError} `bad-word`
 */
export function readWord(text: string, field: string): Hex {
  if (isHexString(text, 32)) return text.toLowerCase() as Hex;
  throw new TaskError('bad-word', 'give 0x and 64 hex digits', { field, ...(text !== '' && { value: text }) });
}
