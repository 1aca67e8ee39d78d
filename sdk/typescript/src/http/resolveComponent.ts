import { componentFault } from './componentFault.ts';
import type { MessageContext } from './MessageContext.ts';
import type { Component } from './readComponent.ts';
import { resolveDerivedComponent } from './resolveDerivedComponent.ts';
import { resolveFieldComponent } from './resolveFieldComponent.ts';

/** RFC 9421, section 2.5: neither line breaks nor bytes beyond ASCII; tabs only inside of fields. */
const VALUE = /^[\t\x20-\x7e]*$/;

/**
 * The value of a component in a message.
 *
 * @param component A checked identifier.
 * @param context The message.
 * @throws HttpSignatureError with the reason.
 */
export function resolveComponent(component: Component, context: MessageContext): string {
  const source = component.req ? relatedRequest(component, context) : context;
  const value = component.isDerived
    ? resolveDerivedComponent(component, source)
    : resolveFieldComponent(component, source);
  if (VALUE.test(value)) return value;
  const wayOut = component.isDerived ? 'keep to printable ASCII' : 'cover it with ;bs, or keep to printable ASCII';
  throw componentFault('component-value-invalid', component, `holds a line break or a byte beyond ASCII; ${wayOut}`);
}

function relatedRequest(component: Component, context: MessageContext): MessageContext {
  if (context.message.kind === 'request') {
    throw componentFault('component-not-in-request', component, 'has ;req, which is for responses');
  }
  if (context.related !== undefined) return context.related;
  throw componentFault('related-request-missing', component, 'needs the request that the response answers');
}
