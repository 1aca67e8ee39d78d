import { readField } from './readField.ts';
import { readItem } from './readItem.ts';
import type { Item, ParseFieldOptions } from './types.ts';

/**
 * Parses a structured field that is an item (RFC 9651, section 4.2.3).
 *
 * @param lines The field's value, or the values of its lines.
 * @param options How strict to be about repeated keys.
 * @throws StructuredFieldError where the text deviates from the grammar.
 */
export function parseItem(lines: string | readonly string[], options: ParseFieldOptions = {}): Item {
  return readField(lines, options, readItem);
}
