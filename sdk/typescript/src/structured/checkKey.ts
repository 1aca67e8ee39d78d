import { StructuredFieldError } from './StructuredFieldError.ts';

/**
 * RFC 9651, section 4.1.1.3: a key that may be written.
 *
 * @param key The key of a parameter or of a dictionary's member.
 * @throws StructuredFieldError for anything else than lower-case letters, digits, `_`, `-`, `.` and `*`.
 */
export function checkKey(key: string): string {
  if (/^[a-z*][a-z0-9_\-.*]*$/.test(key)) return key;
  throw new StructuredFieldError(
    'structured-field-value',
    `structured field: ${JSON.stringify(key)} is no key; begin with a lower-case letter, go on with those, digits, _ - . *`,
    { details: { value: key } },
  );
}
