import type { FieldReader } from './FieldReader.ts';
import { readBareItem } from './readBareItem.ts';
import { readParameters } from './readParameters.ts';
import type { Item } from './types.ts';

/** RFC 9651, section 4.2.3: reads an item with its parameters. */
export function readItem(reader: FieldReader): Item {
  const bare = readBareItem(reader);
  return { kind: 'item', bare, parameters: readParameters(reader) };
}
