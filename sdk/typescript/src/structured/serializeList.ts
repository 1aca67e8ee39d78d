import { serializeMember } from './serializeMember.ts';
import type { List } from './types.ts';

/**
 * Serialises a list (RFC 9651, section 4.1.1). An empty list is written by leaving the field out.
 *
 * @throws StructuredFieldError for a key or value that can't be written.
 */
export function serializeList(list: List): string {
  return list.map(serializeMember).join(', ');
}
