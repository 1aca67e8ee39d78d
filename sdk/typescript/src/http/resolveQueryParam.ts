import { componentFault } from './componentFault.ts';
import { decodeFormText, encodeFormText } from './formEncoding.ts';
import type { Component } from './readComponent.ts';
import type { QueryParameters } from './readQueryParameters.ts';

/**
 * The value of `@query-param` (RFC 9421, section 2.2.8).
 *
 * A parameter that occurs more than once is refused, as the RFC demands. So is one that is no UTF-8: the decoder of
 * the URL standard replaces what it can't read, and different requests would get the same signature base.
 *
 * @param component With its parameter `name`, in the encoded form.
 * @param parameters Those of the query.
 * @throws HttpSignatureError with the reason.
 */
export function resolveQueryParam(component: Component, parameters: QueryParameters): string {
  const [pair, second] = parameters.get(component.queryName ?? '') ?? [];
  if (pair === undefined) throw componentFault('component-missing', component, 'is not in the query');
  if (second !== undefined) {
    throw componentFault('query-param-repeated', component, 'occurs more than once in the query');
  }
  const value = decodeFormText(pair.rawValue);
  if (!pair.isNameExact || !value.isExact) {
    throw componentFault('query-param-malformed', component, 'is not UTF-8 after decoding');
  }
  return encodeFormText(value.text);
}
