import { serializeDictionary } from '../../structured/serializeDictionary.ts';
import type { BareItem, Member } from '../../structured/types.ts';
import { parseComponent } from '../parseComponent.ts';
import { readComponent } from '../readComponent.ts';
import type { RequestedSignature } from './types.ts';

/**
 * The value of `Accept-Signature`, which asks the other side to sign its next message (RFC 9421, section 5.1).
 *
 * @param requests One for each signature; labels must differ.
 * @throws HttpSignatureError for a component that can't exist; StructuredFieldError for a label or parameter that can't
 *   be written.
 */
export function createAcceptSignature(requests: readonly RequestedSignature[]): string {
  return serializeDictionary(new Map(requests.map((request) => [request.label, toMember(request)])));
}

function toMember({ components, parameters }: RequestedSignature): Member {
  const items = components.map(parseComponent);
  items.forEach((item) => readComponent(item));
  const entries = Object.entries(parameters) as [string, true | string | undefined][];
  const written = entries.flatMap(([name, value]): [string, BareItem][] => {
    if (value === undefined) return [];
    return [[name, value === true ? { type: 'boolean', value } : { type: 'string', value }]];
  });
  return { kind: 'inner-list', items, parameters: new Map(written) };
}
