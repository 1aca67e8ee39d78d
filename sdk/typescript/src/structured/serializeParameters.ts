import { checkKey } from './checkKey.ts';
import { serializeBareItem } from './serializeBareItem.ts';
import type { FieldParameters } from './types.ts';

/**
 * Serialises parameters (RFC 9651, section 4.1.1.2), in their order.
 *
 * @throws StructuredFieldError for a key or value that can't be written.
 */
export function serializeParameters(parameters: FieldParameters): string {
  let text = '';
  for (const [key, bare] of parameters) {
    const isTrue = bare.type === 'boolean' && bare.value;
    text += isTrue ? `;${checkKey(key)}` : `;${checkKey(key)}=${serializeBareItem(bare)}`;
  }
  return text;
}
