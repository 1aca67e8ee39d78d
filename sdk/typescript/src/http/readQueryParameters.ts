import { decodeFormText, encodeFormText } from './formEncoding.ts';

/** One occurrence of a parameter. */
export interface QueryPair {
  /** Whether decoding the name lost nothing. */
  readonly isNameExact: boolean;
  readonly rawValue: string;
}

/** The parameters of a query by their names as RFC 9421, section 2.2.8 encodes them. */
export type QueryParameters = ReadonlyMap<string, readonly QueryPair[]>;

/**
 * Splits a query in one pass over it.
 *
 * @param query Raw, without question mark.
 */
export function readQueryParameters(query: string): QueryParameters {
  const found = new Map<string, QueryPair[]>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const { text, isExact } = decodeFormText(equals === -1 ? pair : pair.slice(0, equals));
    const name = encodeFormText(text);
    const one = { isNameExact: isExact, rawValue: equals === -1 ? '' : pair.slice(equals + 1) };
    const others = found.get(name);
    if (others === undefined) found.set(name, [one]);
    else others.push(one);
  }
  return found;
}
