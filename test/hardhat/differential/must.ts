/** A value that can't be missing where it is asked for. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a value is missing');
  return value;
}
