import { parseDictionary } from '../structured/parseDictionary.ts';
import { StructuredFieldError } from '../structured/StructuredFieldError.ts';
import type { Dictionary } from '../structured/types.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import type { MessageContext } from './MessageContext.ts';

/** The two fields of RFC 9421, section 4. */
export interface SignatureFields {
  readonly inputs: Dictionary;
  readonly signatures: Dictionary;
}

/**
 * Reads `Signature-Input` and `Signature`: from the trailers where the headers have none. A label that occurs twice is
 * refused: readers would disagree about what was signed.
 *
 * @throws HttpSignatureError `signature-absent`, `signature-input-malformed` or `signature-malformed`
 */
export function readSignatureFields(context: MessageContext): SignatureFields {
  return {
    inputs: readField(context, 'signature-input', 'signature-input-malformed'),
    signatures: readField(context, 'signature', 'signature-malformed'),
  };
}

function readField(
  context: MessageContext,
  name: string,
  code: 'signature-input-malformed' | 'signature-malformed',
): Dictionary {
  const lines = context.headers.get(name) ?? context.trailers.get(name);
  if (lines === undefined) throw new HttpSignatureError('signature-absent', `the message has no field ${name}`);
  try {
    return parseDictionary(lines, { repeatedKeys: 'refuse' });
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    throw new HttpSignatureError(code, `the field ${name} is malformed: ${cause.message}`, { cause });
  }
}
