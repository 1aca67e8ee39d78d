const LONGEST = 80;

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function describeObject(value: object): string {
  if (!Array.isArray(value)) {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty object' : `an object with ${shorten(keys.join(', '))}`;
  }
  if (value.length === 0) return 'an empty list';
  const [first] = value as readonly unknown[];
  const begin = typeof first === 'string' ? `, beginning with ${describeValue(first)}` : '';
  return `a list of ${value.length}${begin}`;
}

/**
 * A value in a few words, for messages. Strings are quoted and their control characters escaped.
 *
 * @param value Anything.
 * @returns At most about 120 characters.
 */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return JSON.stringify(shorten(value));
    case 'object':
      return value === null ? 'null' : describeObject(value);
    case 'function':
      return 'a function';
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'symbol':
      return shorten(String(value));
  }
}
