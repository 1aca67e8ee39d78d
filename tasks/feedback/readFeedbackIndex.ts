import { TaskError } from '../lib/TaskError.ts';

const LARGEST = 2n ** 64n - 1n;

/**
 * Checks the index of a feedback.
 *
 * @throws {TaskError} `bad-index`
 */
export function readFeedbackIndex(index: bigint, field: string): bigint {
  if (index >= 1n && index <= LARGEST) return index;
  throw new TaskError('bad-index', 'give the index of a feedback, from 1 on; see `sage feedback list`', {
    field,
    value: index,
  });
}
