import { checkKey } from './checkKey.ts';
import { serializeMember } from './serializeMember.ts';
import { serializeParameters } from './serializeParameters.ts';
import type { Dictionary, Member } from './types.ts';

/**
 * Serialises a dictionary (RFC 9651, section 4.1.2). An empty dictionary is written by leaving the field out.
 *
 * @throws StructuredFieldError for a key or value that can't be written.
 */
export function serializeDictionary(dictionary: Dictionary): string {
  return Array.from(dictionary, ([key, member]) => serializeEntry(checkKey(key), member)).join(', ');
}

function serializeEntry(key: string, member: Member): string {
  const isTrue = member.kind === 'item' && member.bare.type === 'boolean' && member.bare.value;
  return isTrue ? key + serializeParameters(member.parameters) : `${key}=${serializeMember(member)}`;
}
