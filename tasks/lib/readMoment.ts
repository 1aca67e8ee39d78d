import { TaskError } from './TaskError.ts';

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/;
const SECOND = 1000;

/**
 * A moment that the user gives as Unix seconds or ISO 8601 in UTC; now when empty.
 *
 * @throws {TaskError} `bad-time`
 */
export function readMoment(text: string, field: string): Date {
  if (text === '') return new Date();
  const moment = /^\d{1,11}$/.test(text) ? new Date(Number(text) * SECOND) : new Date(ISO.test(text) ? text : NaN);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new TaskError('bad-time', 'give Unix seconds, or UTC such as 2026-06-01T12:00:00Z', { field, value: text });
}
