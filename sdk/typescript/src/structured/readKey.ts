import type { FieldReader } from './FieldReader.ts';

const KEY = /[a-z*][a-z0-9_\-.*]*/y;

/** RFC 9651, section 4.2.3.3: reads a key. */
export function readKey(reader: FieldReader): string {
  const key = reader.match(KEY);
  if (key === undefined) throw reader.error('expected a key in lower case');
  return key;
}
