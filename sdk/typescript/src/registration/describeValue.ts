const LONGEST = 80;

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/**
 * A value in a few words, for messages. Strings are quoted and their control characters escaped.
 *
 * @param value Anything.
 * @returns At most about 120 characters.
 */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  if (Array.isArray(value)) {
    if (value.length === 0) return 'an empty list';
    const [first]: unknown[] = value;
    const begin = typeof first === 'string' ? `, beginning with ${describeValue(first)}` : '';
    return `a list of ${value.length}${begin}`;
  }
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty object' : `an object with ${shorten(keys.join(', '))}`;
  }
  return shorten(String(value));
}
