import { ClientError } from '../ClientError.ts';

const MOST_CHARACTERS = 80;

function describe(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/**
 * The error for a wrong argument: field, value, and what is wanted instead.
 *
 * @param field Where it is, as in `keys[0].publicKey`.
 * @param value What was given.
 * @param wanted What to give instead.
 */
export function argumentFault(field: string, value: unknown, wanted: string): ClientError {
  const text = describe(value);
  return new ClientError('argument-invalid', `${field} is ${text}: ${wanted}`, { details: { field, value: text } });
}
