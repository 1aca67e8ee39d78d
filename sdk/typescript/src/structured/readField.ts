import { FieldReader } from './FieldReader.ts';
import type { ParseFieldOptions } from './types.ts';

/**
 * RFC 9651, section 4.2: what all three types of field share. Several lines of a field are one value.
 *
 * @param lines The values of the field's lines, in their order.
 * @param options How strict to be.
 * @param read Reads the content.
 */
export function readField<Content>(
  lines: string | readonly string[],
  options: ParseFieldOptions,
  read: (reader: FieldReader) => Content,
): Content {
  const text = typeof lines === 'string' ? lines : lines.join(', ');
  const reader = new FieldReader(text, options.repeatedKeys === 'refuse');
  reader.skipSpaces();
  const content = read(reader);
  reader.skipSpaces();
  if (!reader.isAtEnd()) throw reader.error('expected the end');
  return content;
}
