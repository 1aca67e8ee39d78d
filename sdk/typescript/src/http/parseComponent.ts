import { parseItem } from '../structured/parseItem.ts';
import { StructuredFieldError } from '../structured/StructuredFieldError.ts';
import type { Item } from '../structured/types.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';

/**
 * Reads a component as callers write it: a name (`@method`, `content-type`), or an identifier as in the signature base
 * (`"@query-param";name="id"`, `"content-digest";req`).
 *
 * @param text The component; names are in lower case.
 * @throws HttpSignatureError `component-name-invalid` for characters beyond ASCII, or when it begins with a quote and is no identifier.
 */
export function parseComponent(text: string): Item {
  if (text.startsWith('"')) return parseIdentifier(text);
  if (!/^[\x20-\x7e]*$/.test(text)) throw fault(text);
  return { kind: 'item', bare: { type: 'string', value: text }, parameters: new Map() };
}

function parseIdentifier(text: string): Item {
  try {
    return parseItem(text, { repeatedKeys: 'refuse' });
  } catch (cause) {
    if (!(cause instanceof StructuredFieldError)) throw cause;
    throw fault(text, cause);
  }
}

function fault(text: string, cause?: unknown): HttpSignatureError {
  const shown = JSON.stringify(text);
  const message = `component ${shown} is no identifier; write it as in the signature base, for example "content-digest";req`;
  return new HttpSignatureError('component-name-invalid', message, { cause, details: { component: text } });
}
