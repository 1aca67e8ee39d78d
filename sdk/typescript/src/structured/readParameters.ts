import type { FieldReader } from './FieldReader.ts';
import { readBareItem } from './readBareItem.ts';
import { readKey } from './readKey.ts';
import type { BareItem, FieldParameters } from './types.ts';

const SEMICOLON = 0x3b;
const EQUALS = 0x3d;

/** Serves all items without parameters, which are most. Who writes to it in spite of its type gets an error. */
const NONE: FieldParameters = Object.defineProperty(new Map<string, BareItem>(), 'set', {
  value: () => {
    throw new TypeError('parameters that were read are read-only; make a map of your own');
  },
});

/** RFC 9651, section 4.2.3.2: reads parameters; there may be none. */
export function readParameters(reader: FieldReader): FieldParameters {
  if (reader.peek() !== SEMICOLON) return NONE;
  const parameters = new Map<string, BareItem>();
  while (reader.take(SEMICOLON)) {
    reader.skipSpaces();
    const key = readKey(reader);
    if (parameters.has(key)) reader.repeated(key);
    parameters.set(key, reader.take(EQUALS) ? readBareItem(reader) : { type: 'boolean', value: true });
  }
  return parameters;
}
