import { serializeItem } from '../structured/serializeItem.ts';
import { MessageContext } from './MessageContext.ts';
import { readSignatureFields } from './readSignatureFields.ts';
import { readSignatureInput } from './readSignatureInput.ts';
import { readSignatureParameters } from './readSignatureParameters.ts';
import type { HttpMessage, SignatureParameters } from './types.ts';

/** A signature that a message carries. Nothing about it has been verified. */
export interface ListedSignature {
  readonly label: string;
  readonly components: readonly string[];
  readonly parameters: SignatureParameters;
}

/**
 * Lists the signatures of a message, for instance to choose which to verify.
 *
 * @throws HttpSignatureError with the reason when there is none or the fields are malformed.
 */
export function listSignatures(message: HttpMessage): ListedSignature[] {
  const { inputs } = readSignatureFields(new MessageContext(message, undefined));
  return Array.from(inputs, ([label, member]) => {
    const { items, parameters } = readSignatureInput(label, member);
    return { label, components: items.map(serializeItem), parameters: readSignatureParameters(parameters) };
  });
}
