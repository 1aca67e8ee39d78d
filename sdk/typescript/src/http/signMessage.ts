import { serializeBareItem } from '../structured/serializeBareItem.ts';
import { buildSignatureBase } from './buildSignatureBase.ts';
import { createSignatureInput } from './createSignatureInput.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import { MessageContext } from './MessageContext.ts';
import { parseSignatureField } from './parseSignatureField.ts';
import type { FieldTypes, HttpMessage, SignatureParameters, SigningKey } from './types.ts';

const ENCODER = new TextEncoder();
const DEFAULT_LABEL = 'sig1';

export interface SigningOptions {
  readonly key: SigningKey;
  /** Covered components in their order: names, or identifiers with parameters (`"content-digest";req`). */
  readonly components: readonly string[];
  /**
   * Written in the order in which they stand here. `created` is set to the present when it isn't there; give it as
   * undefined to leave it out. `alg`, if given, must be the key's.
   */
  readonly parameters: SignatureParameters;
  /** `sig1` by default. The message must not carry it yet. */
  readonly label?: string;
  readonly fieldTypes?: FieldTypes;
}

/** What to add to the message: one more line for each of the two fields. */
export interface MessageSignature {
  readonly label: string;
  /** A line for `Signature-Input`. */
  readonly signatureInput: string;
  /** A line for `Signature`. */
  readonly signature: string;
  readonly signatureBase: string;
}

/**
 * Signs a message (RFC 9421, section 3.1). A signature over a base that must not exist is refused with the same reason
 * with which a verifier would refuse it, and so are malformed signature fields that the message has already.
 *
 * @param message The message; what is covered must be complete.
 * @param options Key, components, parameters and label.
 * @throws HttpSignatureError
 */
export async function signMessage(message: HttpMessage, options: SigningOptions): Promise<MessageSignature> {
  const { key, components, parameters, label = DEFAULT_LABEL } = options;
  const context = new MessageContext(message, options.fieldTypes);
  checkLabel(label, context);
  if (parameters.alg !== undefined && parameters.alg !== key.algorithm) {
    const reason = `alg is ${parameters.alg}, but the key is for ${key.algorithm}; leave alg out or correct it`;
    throw new HttpSignatureError('algorithm-mismatch', reason);
  }
  const created = Math.floor(Date.now() / 1000);
  const input = createSignatureInput(components, 'created' in parameters ? parameters : { created, ...parameters });
  const base = buildSignatureBase(context, input);
  const value = await key.sign(ENCODER.encode(base.text));
  return {
    label,
    signatureInput: `${label}=${base.input}`,
    signature: `${label}=${serializeBareItem({ type: 'bytes', value })}`,
    signatureBase: base.text,
  };
}

function checkLabel(label: string, context: MessageContext): void {
  if (!/^[a-z*][a-z0-9_\-.*]*$/.test(label)) {
    const message = `label ${JSON.stringify(label)} is no key of RFC 9651; begin with a lower-case letter`;
    throw new HttpSignatureError('label-invalid', message, { details: { label } });
  }
  for (const name of ['signature-input', 'signature'] as const) {
    for (const lines of [context.headers.get(name), context.trailers.get(name)]) {
      // Malformed fields are refused: adding to them would make a message that nobody can verify.
      if (lines !== undefined && parseSignatureField(name, lines).has(label)) {
        const message = `the message already has a signature ${label}; choose another label`;
        throw new HttpSignatureError('label-taken', message, { details: { label } });
      }
    }
  }
}
