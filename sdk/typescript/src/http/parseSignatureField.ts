import { parseDictionary } from '../structured/parseDictionary.ts';
import { StructuredFieldError } from '../structured/StructuredFieldError.ts';
import type { Dictionary } from '../structured/types.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';

/** The two fields of RFC 9421, section 4. */
export type SignatureFieldName = 'signature-input' | 'signature';

/**
 * Parses one of the fields that carry signatures. A label that occurs twice is refused: readers would disagree about what
 * was signed.
 *
 * @param name For the error.
 * @param lines The field's lines.
 * @throws HttpSignatureError `signature-input-malformed` or `signature-malformed`
 */
export function parseSignatureField(name: SignatureFieldName, lines: readonly string[]): Dictionary {
  try {
    return parseDictionary(lines, { repeatedKeys: 'refuse' });
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    throw new HttpSignatureError(`${name}-malformed`, `the field ${name} is malformed: ${cause.message}`, { cause });
  }
}
