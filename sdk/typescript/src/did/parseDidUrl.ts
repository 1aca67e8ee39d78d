import { DidError } from './DidError.ts';
import { parseDid } from './parseDid.ts';
import type { SageDidUrl } from './types.ts';

const LONGEST = 2_048;
/** `query` and `fragment` of RFC 3986, section 3.4 and 3.5. */
const QUERY_OR_FRAGMENT = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/;
const SHOWN = 200;

/**
 * Takes a DID URL apart (DID Core 1.0, section 3.2): a DID, `?` and parameters, `#` and a fragment. URLs of `did:sage` have
 * no path, and at most 2,048 characters. Parameters are `name=value`, joined by `&`; `+` stands for itself.
 *
 * @param text Any text.
 * @throws DidError `did-malformed`
 */
export function parseDidUrl(text: string): SageDidUrl {
  if (text.length > LONGEST) throw malformed(text, `it is longer than ${LONGEST} characters`);
  const [withoutFragment, fragment] = cut(text, '#');
  const [did, query] = cut(withoutFragment, '?');
  if (did.includes('/')) throw malformed(text, 'did:sage has no paths; leave it out');
  const parts = parseDid(did);
  for (const part of [query, fragment]) {
    if (part !== undefined && !QUERY_OR_FRAGMENT.test(part)) {
      throw malformed(text, 'a character of the query or fragment is to be percent-encoded (RFC 3986)');
    }
  }
  return { ...parts, query: parseQuery(text, query), fragment };
}

function cut(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function parseQuery(text: string, query: string | undefined): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  if (query === undefined) return parameters;
  for (const part of query.split('&')) {
    const [name, value] = cut(part, '=').map((field) => decode(text, field ?? ''));
    if (!name || value === undefined || !part.includes('=')) throw malformed(text, 'spell parameters name=value');
    if (parameters.has(name)) throw malformed(text, `the parameter ${JSON.stringify(name)} occurs twice`);
    parameters.set(name, value);
  }
  return parameters;
}

function decode(text: string, field: string): string {
  try {
    return decodeURIComponent(field);
  } catch (cause) {
    throw malformed(text, 'what is percent-encoded is no UTF-8', cause);
  }
}

function malformed(text: string, why: string, cause?: unknown): DidError {
  const value = text.slice(0, SHOWN);
  const message = `${JSON.stringify(value)} is no DID URL of did:sage: ${why}`;
  return new DidError('did-malformed', message, { cause, details: { value } });
}
