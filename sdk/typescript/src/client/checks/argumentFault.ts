import { ClientError } from '../ClientError.ts';

const MOST_CHARACTERS = 80;

/** What stands in an error for a value that may be secret, or be mistaken for one that is. */
export const NOT_SHOWN = '(not shown)';

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  const text = typeof value === 'string' && value !== NOT_SHOWN ? JSON.stringify(value) : String(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/**
 * The error for a wrong argument: field, value, and what is wanted instead.
 *
 * @param field Where it is, as in `keys[0].publicKey`.
 * @param value What was given, or `NOT_SHOWN`.
 * @param wanted What to give instead.
 */
export function argumentFault(field: string, value: unknown, wanted: string): ClientError {
  const text = describe(value);
  return new ClientError('argument-invalid', `${field} is ${text}: ${wanted}`, { details: { field, value: text } });
}
