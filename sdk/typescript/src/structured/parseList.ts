import type { FieldReader } from './FieldReader.ts';
import { readField } from './readField.ts';
import { readMember } from './readMember.ts';
import { skipComma } from './skipComma.ts';
import type { List, Member, ParseFieldOptions } from './types.ts';

/**
 * Parses a structured field that is a list (RFC 9651, section 4.2.1). An empty field is an empty list.
 *
 * @param lines The field's value, or the values of its lines.
 * @param options How strict to be about repeated keys.
 * @throws StructuredFieldError where the text deviates from the grammar.
 */
export function parseList(lines: string | readonly string[], options: ParseFieldOptions = {}): List {
  return readField(lines, options, readList);
}

function readList(reader: FieldReader): List {
  const members: Member[] = [];
  if (reader.isAtEnd()) return members;
  do members.push(readMember(reader));
  while (skipComma(reader));
  return members;
}
