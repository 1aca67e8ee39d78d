import { bytesToHex } from '@noble/hashes/utils.js';
import { TeeError } from '../TeeError.ts';
import { matchesMasked } from './matchesMasked.ts';
import type { SgxReportBody } from './parseReportBody.ts';
import type { QeIdentity } from './schemas.ts';

/**
 * Compares the report of a quoting enclave with Intel's identity and finds its level.
 *
 * @returns The first level, in the order of the list (newest first), whose ISVSVN the enclave reaches.
 * @throws TeeError `qe-identity-mismatch`, or `tcb-level-none` if it is below all levels.
 */
export function checkQeIdentity(report: SgxReportBody, identity: QeIdentity): QeIdentity['tcbLevels'][number] {
  const miscSelect = report.raw.subarray(16, 20);
  const differs =
    (bytesToHex(report.mrSigner) !== identity.mrsigner && 'MRSIGNER') ||
    (report.isvProductId !== identity.isvprodid && 'ISVPRODID') ||
    (!matchesMasked(miscSelect, identity.miscselect, identity.miscselectMask) && 'MISCSELECT') ||
    (!matchesMasked(report.attributes, identity.attributes, identity.attributesMask) && 'ATTRIBUTES');
  if (differs !== false) throw new TeeError('qe-identity-mismatch', `${differs} of the quoting enclave is not Intel's`);
  const level = identity.tcbLevels.find(({ tcb }) => tcb.isvsvn <= report.isvSvn);
  if (level === undefined) {
    throw new TeeError('tcb-level-none', `the quoting enclave has ISVSVN ${report.isvSvn}, below every level`);
  }
  return level;
}
