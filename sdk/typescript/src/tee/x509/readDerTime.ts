import { TeeError } from '../TeeError.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

function readYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return year >= 50 ? 1900 + year : 2000 + year;
}

/**
 * Reads UTCTime or GeneralizedTime in the one form that RFC 5280 4.1.2.5 allows: seconds, no fraction, Z.
 *
 * @returns Milliseconds since 1970.
 * @throws TeeError `certificate-malformed`, also for days that no calendar has.
 */
export function readDerTime(node: DerNode): number {
  const text = String.fromCharCode(...node.content.subarray(0, 20));
  const pattern = new Map<number, RegExp>([
    [DER_TAG.utcTime, UTC_TIME],
    [DER_TAG.generalizedTime, GENERALIZED_TIME],
  ]).get(node.tag);
  const [, yearDigits = '', ...parts] = pattern?.exec(text) ?? [];
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const date = new Date(Date.UTC(readYear(yearDigits), month - 1, day, hour, minute, second));
  // Date carries what is out of range over to the next unit; the text tells whether it did.
  if (parts.length === 0 || !date.toISOString().replace(/[-:T]/g, '').startsWith(parts.join(''), 4)) {
    throw new TeeError('certificate-malformed', `time: not a moment in RFC 5280 form: ${JSON.stringify(text)}`, {
      offset: node.offset,
    });
  }
  return date.getTime();
}
