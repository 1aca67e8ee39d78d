import { parseVersionTime } from '../../sdk/typescript/src/did/parseVersionTime.ts';
import { TaskError } from './TaskError.ts';

const LARGEST = 2 ** 40 - 1;

/**
 * A moment that a user gives.
 *
 * @param text Unix seconds below 2^40, or ISO 8601 in UTC such as `2026-05-01T12:00:00Z`.
 * @returns Unix seconds.
 * @throws {TaskError} `bad-time`
 */
export function parseTime(text: string, field: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : parseVersionTime(text);
  if (seconds !== undefined && seconds <= LARGEST) return seconds;
  throw new TaskError('bad-time', 'give Unix seconds, or UTC to the second such as 2026-05-01T12:00:00Z', {
    field,
    value: text,
  });
}
