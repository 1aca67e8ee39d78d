import { componentFault } from './componentFault.ts';
import { decodeFormText, encodeFormText } from './formEncoding.ts';
import type { Component } from './readComponent.ts';

/**
 * The value of `@query-param` (RFC 9421, section 2.2.8).
 *
 * A parameter that occurs more than once is refused, as the RFC demands. So is one that is no UTF-8: the decoder of
 * the URL standard replaces what it can't read, and different requests would get the same signature base.
 *
 * @param component With its parameter `name`, in the encoded form.
 * @param query The raw query without question mark.
 * @throws HttpSignatureError with the reason.
 */
export function resolveQueryParam(component: Component, query: string): string {
  const found = query
    .split('&')
    .filter((pair) => pair !== '')
    .map(splitPair)
    .filter(({ name }) => encodeFormText(name.text) === component.queryName);
  const [pair] = found;
  if (pair === undefined) throw componentFault('component-missing', component, 'is not in the query');
  if (found.length > 1) throw componentFault('query-param-repeated', component, 'occurs more than once in the query');
  if (!pair.name.isExact || !pair.value.isExact) {
    throw componentFault('query-param-malformed', component, 'is not UTF-8 after decoding');
  }
  return encodeFormText(pair.value.text);
}

function splitPair(pair: string): {
  name: ReturnType<typeof decodeFormText>;
  value: ReturnType<typeof decodeFormText>;
} {
  const equals = pair.indexOf('=');
  const name = equals === -1 ? pair : pair.slice(0, equals);
  const value = equals === -1 ? '' : pair.slice(equals + 1);
  return { name: decodeFormText(name), value: decodeFormText(value) };
}
