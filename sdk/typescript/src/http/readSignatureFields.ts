import type { Dictionary } from '../structured/types.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import type { MessageContext } from './MessageContext.ts';
import { parseSignatureField } from './parseSignatureField.ts';
import type { SignatureFieldName } from './parseSignatureField.ts';

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
  return { inputs: readField(context, 'signature-input'), signatures: readField(context, 'signature') };
}

function readField(context: MessageContext, name: SignatureFieldName): Dictionary {
  const lines = context.headers.get(name) ?? context.trailers.get(name);
  if (lines === undefined) throw new HttpSignatureError('signature-absent', `the message has no field ${name}`);
  return parseSignatureField(name, lines);
}
