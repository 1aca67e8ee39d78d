import { bytesToHex } from '@noble/hashes/utils.js';
import type { TeeClaims } from '../types.ts';
import { parseSnpTcb } from './parseSnpTcb.ts';
import type { SnpReport } from './parseSnpReport.ts';
import type { SnpProduct } from './SnpProduct.ts';

const MIGRATE_MA = 1n << 18n;
const DEBUG = 1n << 19n;

/**
 * What a report says, in the shape of all formats.
 *
 * @param product The generation; undefined while it is not known, then the TCBs stay out.
 */
export function toSnpClaims(report: SnpReport, product?: SnpProduct): TeeClaims {
  return {
    format: 'snp',
    version: report.version,
    debug: (report.policy & DEBUG) !== 0n,
    migratable: (report.policy & MIGRATE_MA) !== 0n,
    measurements: {
      measurement: bytesToHex(report.measurement),
      hostData: bytesToHex(report.hostData),
      idKeyDigest: bytesToHex(report.idKeyDigest),
      authorKeyDigest: bytesToHex(report.authorKeyDigest),
      familyId: bytesToHex(report.familyId),
      imageId: bytesToHex(report.imageId),
    },
    productId: null,
    svn: report.guestSvn,
    reportData: bytesToHex(report.reportData),
    nonce: null,
    publicKey: null,
    time: null,
    tcb:
      product === undefined
        ? null
        : {
            kind: 'snp',
            product,
            reported: parseSnpTcb(report.reportedTcb, product),
            current: parseSnpTcb(report.currentTcb, product),
            committed: parseSnpTcb(report.committedTcb, product),
            launch: parseSnpTcb(report.launchTcb, product),
          },
    root: null,
  };
}
