import { TaskError } from './TaskError.ts';

/** More would be slow, and could be more than a node answers at once. */
export const MOST_PER_PAGE = 100;

/**
 * Checks how many entries a user wants.
 *
 * @throws {TaskError} `bad-limit`
 */
export function checkLimit(limit: number): number {
  if (limit >= 1 && limit <= MOST_PER_PAGE) return limit;
  throw new TaskError('bad-limit', `give 1 to ${MOST_PER_PAGE}`, { field: '--limit', value: limit });
}

/**
 * Checks where a page starts.
 *
 * @throws {TaskError} `bad-offset`
 */
export function checkOffset(offset: number): number {
  if (offset >= 0) return offset;
  throw new TaskError('bad-offset', 'give 0 or more', { field: '--offset', value: offset });
}
