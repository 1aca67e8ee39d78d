import { DerFields } from './DerFields.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';
import { OID } from './oids.ts';
import { readDerOid } from './readDerOid.ts';

/** UTF8String and PrintableString. */
const STRING_TAGS: readonly number[] = [0x0c, 0x13];

/**
 * Finds the common name of a distinguished name.
 *
 * @returns The name; undefined unless there is exactly one, in ASCII.
 * @throws TeeError `certificate-malformed` if the name is not built as RFC 5280 4.1.2.4 says.
 */
export function readCommonName(name: DerNode): string | undefined {
  const found: DerNode[] = [];
  for (const set of new DerFields(name, DER_TAG.sequence, 'name').rest()) {
    for (const attribute of new DerFields(set, DER_TAG.set, 'relative name').rest()) {
      const fields = new DerFields(attribute, DER_TAG.sequence, 'attribute');
      const id = readDerOid(fields.take('type'));
      const value = fields.take('value');
      fields.end();
      if (id === OID.commonName) found.push(value);
    }
  }
  const [value] = found;
  if (value === undefined || found.length > 1 || !STRING_TAGS.includes(value.tag)) return undefined;
  const text = String.fromCharCode(...value.content.subarray(0, 64));
  return /^[\x20-\x7e]+$/.test(text) && value.content.length <= 64 ? text : undefined;
}
