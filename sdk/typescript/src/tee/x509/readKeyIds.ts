import { bytesToHex } from '@noble/hashes/utils.js';
import { TeeError } from '../TeeError.ts';
import { DerFields } from './DerFields.ts';
import { DER_TAG } from './DerNode.ts';
import { OID } from './oids.ts';
import { readDer } from './readDer.ts';
import type { CertificateExtension } from './types.ts';

/** [0] IMPLICIT KeyIdentifier of an authority key identifier. */
const KEY_IDENTIFIER = 0x80;

/** The key identifiers of RFC 5280 4.2.1.1 and 4.2.1.2, in hex; undefined where there is none. */
export function readKeyIds(extensions: ReadonlyMap<string, CertificateExtension>): {
  subjectKeyId: string | undefined;
  authorityKeyId: string | undefined;
} {
  const subject = extensions.get(OID.subjectKeyId);
  const authority = extensions.get(OID.authorityKeyId);
  let subjectKeyId: string | undefined;
  if (subject !== undefined) {
    const { tag, content } = readDer(subject.value);
    if (tag !== DER_TAG.octetString) {
      throw new TeeError('certificate-malformed', `subject key identifier: tag ${tag} where an OCTET STRING belongs`);
    }
    subjectKeyId = bytesToHex(content);
  }
  const fields = authority && new DerFields(readDer(authority.value), DER_TAG.sequence, 'authority key identifier');
  const identifier = fields?.takeIf(KEY_IDENTIFIER);
  return { subjectKeyId, authorityKeyId: identifier && bytesToHex(identifier.content) };
}
