import type { FieldReader } from './FieldReader.ts';

const COMMA = 0x2c;

/**
 * RFC 9651, sections 4.2.1 and 4.2.2: steps over the comma between two members.
 *
 * @returns False at the end of the field. True promises a member: reading it fails behind a last comma.
 */
export function skipComma(reader: FieldReader): boolean {
  reader.skipOws();
  if (reader.isAtEnd()) return false;
  reader.expect(COMMA);
  reader.skipOws();
  return true;
}
