const ONE = 10n ** 18n;
const DECIMAL = /^(-?)([0-9]{1,39})(?:\.([0-9]{1,18}))?$/;

/**
 * A decimal text with at most 18 fractional digits as a number of 10^-18, the unit of trust summaries.
 *
 * @returns Undefined for any other text.
 */
export function parseDecimal(text: string): bigint | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '0', fraction = ''] = match;
  const value = BigInt(whole) * ONE + BigInt(fraction.padEnd(18, '0'));
  return sign === '-' ? -value : value;
}

/** The opposite of {@link parseDecimal}, without trailing zeros. */
export function formatDecimal(value: bigint): string {
  const positive = value < 0n ? -value : value;
  const fraction = (positive % ONE).toString().padStart(18, '0').replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${positive / ONE}${fraction === '' ? '' : `.${fraction}`}`;
}
