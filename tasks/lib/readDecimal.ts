import { TaskError } from './TaskError.ts';

/** A fixed-point number: value / 10^decimals. */
export interface FixedPoint {
  readonly value: bigint;
  readonly decimals: number;
}

const DECIMAL = /^([+-]?)(\d{1,39})(?:\.(\d+))?$/;

/**
 * A decimal number that a user gives, exactly: `4.50` is 450 with 2 decimals.
 *
 * @param field The option or argument, for errors.
 * @param mostDecimals Most digits after the point.
 * @throws {TaskError} `bad-decimal`
 */
export function readDecimal(text: string, field: string, mostDecimals = 18): FixedPoint {
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === '' || fraction.length > mostDecimals) {
    const wayOut = `give a decimal number such as 87 or -4.5, with at most ${mostDecimals} digits after the point`;
    throw new TaskError('bad-decimal', wayOut, { field, ...(text !== '' && { value: text }) });
  }
  const digits = BigInt(whole + fraction);
  return { value: sign === '-' ? -digits : digits, decimals: fraction.length };
}

/** The opposite: every decimal is shown, so that 4.50 stays 4.50. */
export function formatFixedPoint({ value, decimals }: FixedPoint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const at = digits.length - decimals;
  const fraction = decimals === 0 ? '' : `.${digits.slice(at)}`;
  return `${value < 0n ? '-' : ''}${digits.slice(0, at)}${fraction}`;
}
