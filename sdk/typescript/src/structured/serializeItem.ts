import { serializeBareItem } from './serializeBareItem.ts';
import { serializeParameters } from './serializeParameters.ts';
import type { Item } from './types.ts';

/**
 * Serialises an item with its parameters (RFC 9651, section 4.1.3).
 *
 * @throws StructuredFieldError for a key or value that can't be written.
 */
export function serializeItem(item: Item): string {
  return serializeBareItem(item.bare) + serializeParameters(item.parameters);
}
