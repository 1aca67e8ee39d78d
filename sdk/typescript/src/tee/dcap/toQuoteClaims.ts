import { bytesToHex } from '@noble/hashes/utils.js';
import type { TeeClaims } from '../types.ts';
import type { SgxReportBody } from './parseReportBody.ts';
import type { Quote } from './parseQuote.ts';
import type { TdReport } from './parseTdReport.ts';

/** ATTRIBUTES.DEBUG of SGX. */
const SGX_DEBUG = 0x02;
/** TDATTRIBUTES bit 29, MIGRATABLE, in byte 3. */
const TD_MIGRATABLE = 0x20;

function fromEnclave(body: SgxReportBody): Omit<TeeClaims, keyof ReturnType<typeof common>> {
  return {
    format: 'sgx',
    debug: ((body.attributes[0] ?? 0) & SGX_DEBUG) !== 0,
    migratable: false,
    measurements: {
      mrEnclave: bytesToHex(body.mrEnclave),
      mrSigner: bytesToHex(body.mrSigner),
      configId: bytesToHex(body.configId),
    },
    productId: body.isvProductId,
    svn: body.isvSvn,
  };
}

/** Every bit of the first byte of TDATTRIBUTES (TUD, "TD under debug") takes the protection away, not DEBUG alone. */
function fromDomain(body: TdReport): Omit<TeeClaims, keyof ReturnType<typeof common>> {
  const [rtmr0, rtmr1, rtmr2, rtmr3] = body.rtmrs;
  return {
    format: 'tdx',
    debug: body.tdAttributes[0] !== 0,
    migratable: ((body.tdAttributes[3] ?? 0) & TD_MIGRATABLE) !== 0,
    measurements: {
      mrTd: bytesToHex(body.mrTd),
      mrSeam: bytesToHex(body.mrSeam),
      mrSignerSeam: bytesToHex(body.mrSignerSeam),
      mrConfigId: bytesToHex(body.mrConfigId),
      mrOwner: bytesToHex(body.mrOwner),
      mrOwnerConfig: bytesToHex(body.mrOwnerConfig),
      rtmr0: bytesToHex(rtmr0),
      rtmr1: bytesToHex(rtmr1),
      rtmr2: bytesToHex(rtmr2),
      rtmr3: bytesToHex(rtmr3),
      ...(body.mrServiceTd && { mrServiceTd: bytesToHex(body.mrServiceTd) }),
    },
    productId: null,
    svn: null,
  };
}

function common({ version, body }: Quote) {
  return {
    version,
    reportData: bytesToHex(body.reportData),
    nonce: null,
    publicKey: null,
    time: null,
    tcb: null,
    root: null,
  };
}

/** What a quote says, in the shape of all formats. */
export function toQuoteClaims(quote: Quote): TeeClaims {
  const { body } = quote;
  return { ...common(quote), ...(body.kind === 'sgx' ? fromEnclave(body) : fromDomain(body)) };
}
