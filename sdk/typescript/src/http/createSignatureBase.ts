import { buildSignatureBase } from './buildSignatureBase.ts';
import { createSignatureInput } from './createSignatureInput.ts';
import { MessageContext } from './MessageContext.ts';
import type { FieldTypes, HttpMessage, SignatureParameters } from './types.ts';

/**
 * The text that a signature over a message covers (RFC 9421, section 2.5).
 *
 * @param message The message.
 * @param components Covered components in their order; see {@link parseComponent} for how to write them.
 * @param parameters The signature's parameters, written in the order in which they stand here.
 * @param fieldTypes Types of structured fields beyond the built-in table.
 * @returns ASCII without a final line break.
 * @throws HttpSignatureError with the reason when such a base must not exist.
 */
export function createSignatureBase(
  message: HttpMessage,
  components: readonly string[],
  parameters: SignatureParameters,
  fieldTypes?: FieldTypes,
): string {
  return buildSignatureBase(new MessageContext(message, fieldTypes), createSignatureInput(components, parameters)).text;
}
