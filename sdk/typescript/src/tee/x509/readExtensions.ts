import { DerFields } from './DerFields.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';
import { readDerOid } from './readDerOid.ts';
import type { CertificateExtension } from './types.ts';

/**
 * Reads the extensions of a certificate, a list or an entry of a list: RFC 5280 4.1.2.9.
 *
 * @param node The SEQUENCE of extensions.
 * @returns Them by their dotted object identifier.
 * @throws TeeError `certificate-malformed`, also when one occurs twice or is empty, or when FALSE is written out.
 */
export function readExtensions(node: DerNode): ReadonlyMap<string, CertificateExtension> {
  const found = new Map<string, CertificateExtension>();
  const all = new DerFields(node, DER_TAG.sequence, 'extensions');
  const items = all.rest();
  if (items.length === 0) throw all.fault('an empty list');
  for (const item of items) {
    const fields = new DerFields(item, DER_TAG.sequence, 'extension');
    const id = readDerOid(fields.take('identifier'));
    const critical = fields.takeIf(DER_TAG.boolean);
    if (critical !== undefined && critical.content.join() !== '255')
      throw fields.fault('critical is not TRUE', critical);
    const value = fields.take('value', DER_TAG.octetString).content;
    fields.end();
    if (found.has(id)) throw fields.fault(`${id} occurs twice`);
    found.set(id, { critical: critical !== undefined, value });
  }
  return found;
}
