import { parseTime } from './parseTime.ts';

const SECOND = 1000;

/**
 * A moment that the user gives, as `parseTime` reads it; now when empty.
 *
 * @throws {TaskError} `bad-time`
 */
export function readMoment(text: string, field: string): Date {
  return text === '' ? new Date() : new Date(parseTime(text, field) * SECOND);
}
