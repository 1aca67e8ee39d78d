import type { FieldReader } from './FieldReader.ts';
import { readItem } from './readItem.ts';
import { readParameters } from './readParameters.ts';
import type { InnerList, Item, Member } from './types.ts';

const SP = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;

/** RFC 9651, section 4.2.1.1: reads an item or an inner list. */
export function readMember(reader: FieldReader): Member {
  return reader.take(OPEN) ? readInnerList(reader) : readItem(reader);
}

/** Section 4.2.1.2, after the opening parenthesis. */
function readInnerList(reader: FieldReader): InnerList {
  const items: Item[] = [];
  for (;;) {
    reader.skipSpaces();
    if (reader.take(CLOSE)) return { kind: 'inner-list', items, parameters: readParameters(reader) };
    items.push(readItem(reader));
    if (reader.peek() !== SP && reader.peek() !== CLOSE) throw reader.error('expected a space or ")"');
  }
}
