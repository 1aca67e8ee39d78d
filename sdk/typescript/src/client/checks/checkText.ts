import { argumentFault } from './argumentFault.ts';

const LONE_SURROGATE = /\p{Surrogate}/u;
const ENCODER = new TextEncoder();

/**
 * Checks a text. One with half of a surrogate pair has no form in UTF-8: an encoder would put another character there.
 *
 * @param field For the error.
 * @param value What was given.
 * @param mostBytes Most bytes in UTF-8; any number when absent.
 * @throws ClientError `argument-invalid`
 */
export function checkText(field: string, value: unknown, mostBytes = Infinity): string {
  if (typeof value !== 'string') throw argumentFault(field, value, 'expected a text');
  if (LONE_SURROGATE.test(value)) throw argumentFault(field, value, 'it has half of a surrogate pair, remove it');
  if (mostBytes !== Infinity && ENCODER.encode(value).length > mostBytes) {
    throw argumentFault(field, value, `expected at most ${mostBytes} bytes in UTF-8`);
  }
  return value;
}
