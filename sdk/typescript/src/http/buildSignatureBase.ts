import { serializeParameters } from '../structured/serializeParameters.ts';
import type { InnerList } from '../structured/types.ts';
import { componentFault } from './componentFault.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import type { MessageContext } from './MessageContext.ts';
import { readComponent } from './readComponent.ts';
import type { Component } from './readComponent.ts';
import { resolveComponent } from './resolveComponent.ts';

/** Each may cost a pass over a field, before the key is known. */
const MAX_COMPONENTS = 64;
const NONE: ReadonlyMap<string, Component> = new Map();

/** What is signed, and what it covers. */
export interface SignatureBase {
  /** Without a final line break. ASCII. */
  readonly text: string;
  /** The value of its last line, which is also the member of `Signature-Input`. */
  readonly input: string;
  readonly components: readonly Component[];
  /** Those of the components. */
  readonly identities: ReadonlySet<string>;
}

/**
 * Builds the signature base (RFC 9421, section 2.5). A base that must not exist is never built: an error tells why.
 *
 * @param context The message.
 * @param input Covered components and parameters; they go into the last line in exactly this order.
 * @param known Components without parameters that were read before, by name; they are not read again.
 * @throws HttpSignatureError with the reason.
 */
export function buildSignatureBase(
  context: MessageContext,
  input: InnerList,
  known: ReadonlyMap<string, Component> = NONE,
): SignatureBase {
  if (input.items.length > MAX_COMPONENTS) {
    const message = `the signature covers ${input.items.length} components; ${MAX_COMPONENTS} are allowed`;
    throw new HttpSignatureError('components-too-many', message, { details: { count: input.items.length } });
  }
  const identities = new Set<string>();
  const components: Component[] = [];
  let text = '';
  let list = '';
  for (const item of input.items) {
    const { bare, parameters } = item;
    const isPlain = parameters.size === 0 && bare.type === 'string';
    const component = (isPlain ? known.get(bare.value) : undefined) ?? readComponent(item);
    if (identities.has(component.identity)) {
      throw componentFault('component-duplicate', component, 'is covered twice; keep one');
    }
    identities.add(component.identity);
    components.push(component);
    text += `${component.text}: ${resolveComponent(component, context)}\n`;
    list += components.length === 1 ? component.text : ` ${component.text}`;
  }
  const line = `(${list})${serializeParameters(input.parameters)}`;
  return { text: `${text}"@signature-params": ${line}`, input: line, components, identities };
}
