import type { FieldReader } from './FieldReader.ts';
import { readField } from './readField.ts';
import { readKey } from './readKey.ts';
import { readMember } from './readMember.ts';
import { readParameters } from './readParameters.ts';
import { skipComma } from './skipComma.ts';
import type { Dictionary, Member, ParseFieldOptions } from './types.ts';

const EQUALS = 0x3d;

/**
 * Parses a structured field that is a dictionary (RFC 9651, section 4.2.2). An empty field is an empty dictionary.
 *
 * @param lines The field's value, or the values of its lines.
 * @param options How strict to be about repeated keys.
 * @throws StructuredFieldError where the text deviates from the grammar.
 */
export function parseDictionary(lines: string | readonly string[], options: ParseFieldOptions = {}): Dictionary {
  return readField(lines, options, readDictionary);
}

function readDictionary(reader: FieldReader): Dictionary {
  const members = new Map<string, Member>();
  if (reader.isAtEnd()) return members;
  do {
    const key = readKey(reader);
    if (members.has(key)) reader.repeated(key);
    members.set(key, reader.take(EQUALS) ? readMember(reader) : readTrue(reader));
  } while (skipComma(reader));
  return members;
}

/** A key alone stands for true. */
function readTrue(reader: FieldReader): Member {
  return { kind: 'item', bare: { type: 'boolean', value: true }, parameters: readParameters(reader) };
}
