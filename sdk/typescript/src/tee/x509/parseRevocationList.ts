import { bytesToHex } from '@noble/hashes/utils.js';
import { assertSize } from '../assertSize.ts';
import { TEE_LIMITS } from '../limits.ts';
import { TeeError } from '../TeeError.ts';
import { DerFields } from './DerFields.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';
import { OID } from './oids.ts';
import { readDerTime } from './readDerTime.ts';
import { readExtensions } from './readExtensions.ts';
import { readKeyIds } from './readKeyIds.ts';
import { readSerialNumber } from './readSerialNumber.ts';
import { readSigned } from './readSigned.ts';
import type { CertificateExtension, RevocationList } from './types.ts';

const EXTENSIONS = 0xa0;
const TIMES = [DER_TAG.utcTime, DER_TAG.generalizedTime] as const;
const UNDERSTOOD: readonly string[] = [OID.crlNumber, OID.authorityKeyId];
/** INTEGER 1: version 2. */
const VERSION_2 = '2,1,1';

/** RFC 5280 5.2: an unknown critical extension, for example a delta or a scope, may not be ignored. */
function refuseCritical(extensions: ReadonlyMap<string, CertificateExtension>, understood: readonly string[]): void {
  for (const [id, { critical }] of extensions) {
    if (critical && !understood.includes(id)) {
      throw new TeeError('certificate-critical-extension', `revocation list: critical extension ${id}`);
    }
  }
}

function readEntry(node: DerNode): string {
  const fields = new DerFields(node, DER_TAG.sequence, 'revoked certificate');
  const serialNumber = readSerialNumber(fields.take('serial number'));
  readDerTime(fields.take('revocation date'));
  const extensions = fields.takeIf(DER_TAG.sequence);
  fields.end();
  if (extensions !== undefined) refuseCritical(readExtensions(extensions), []);
  return serialNumber;
}

/**
 * Reads an X.509 v2 certificate revocation list: RFC 5280 5.1. `nextUpdate` is required, as there.
 *
 * A certificate counts as revoked whatever the date of its revocation: a key that leaked was not safe before either.
 *
 * @param der The list in DER.
 * @throws TeeError `input-too-large`, `der-malformed`, `certificate-malformed`, `certificate-critical-extension` or
 * `algorithm-unsupported`.
 */
export function parseRevocationList(der: Uint8Array): RevocationList {
  assertSize(der, TEE_LIMITS.crl, 'revocation list');
  const { body, algorithm, algorithmHex, signature } = readSigned(der, 'revocation list');
  const fields = new DerFields(body, DER_TAG.sequence, 'revocation list');
  const version = fields.take('version', DER_TAG.integer);
  if (version.raw.join() !== VERSION_2) throw fields.fault('not version 2', version);
  const inner = fields.take('signature algorithm');
  if (bytesToHex(inner.raw) !== algorithmHex) throw fields.fault('names two signature algorithms', inner);
  const issuer = fields.take('issuer', DER_TAG.sequence);
  const thisUpdate = readDerTime(fields.take('thisUpdate'));
  const next = fields.takeIf(...TIMES);
  if (next === undefined) throw fields.fault('nextUpdate is missing');
  const entries = fields.takeIf(DER_TAG.sequence);
  const wrapper = new DerFields(fields.take('extensions', EXTENSIONS), EXTENSIONS, 'extensions');
  fields.end();
  const extensions = readExtensions(wrapper.take('list'));
  wrapper.end();
  refuseCritical(extensions, UNDERSTOOD);
  return {
    signedBytes: body.raw,
    issuer: issuer.raw,
    thisUpdate,
    nextUpdate: readDerTime(next),
    revoked: new Set(entries?.children.map(readEntry)),
    authorityKeyId: readKeyIds(extensions).authorityKeyId,
    algorithm,
    signature,
  };
}
