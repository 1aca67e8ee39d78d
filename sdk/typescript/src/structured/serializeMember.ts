import { serializeItem } from './serializeItem.ts';
import { serializeParameters } from './serializeParameters.ts';
import type { Member } from './types.ts';

/**
 * Serialises an item or an inner list (RFC 9651, sections 4.1.1.1 and 4.1.3).
 *
 * @throws StructuredFieldError for a key or value that can't be written.
 */
export function serializeMember(member: Member): string {
  if (member.kind === 'item') return serializeItem(member);
  return `(${member.items.map(serializeItem).join(' ')})${serializeParameters(member.parameters)}`;
}
