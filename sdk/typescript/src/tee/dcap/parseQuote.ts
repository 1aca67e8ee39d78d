import { bytesToHex } from '@noble/hashes/utils.js';
import { assertSize } from '../assertSize.ts';
import { ByteReader } from '../ByteReader.ts';
import { TEE_LIMITS } from '../limits.ts';
import { parsePem } from '../x509/parsePem.ts';
import { SGX_BODY_BYTES, parseReportBody } from './parseReportBody.ts';
import type { SgxReportBody } from './parseReportBody.ts';
import { TD_BODY_BYTES, parseTdReport } from './parseTdReport.ts';
import type { TdReport } from './parseTdReport.ts';

/** ECDSA with P-256, the only attestation key type in use. */
const ECDSA_P256 = 2;
/** Vendor of Intel's quoting enclaves. */
const INTEL_QE = '939a7233f79c4ca9940a0db3957f0607';
const TEE_SGX = 0;
const TEE_TDX = 0x81;
/** Kinds of certification data: a report of the quoting enclave with data of its own, and a PEM chain. */
const QE_REPORT_DATA = 6;
const PCK_CHAIN = 5;

/** An Intel quote as read, nothing about it verified. Byte fields are views. */
export interface Quote {
  readonly version: 3 | 4 | 5;
  readonly body: SgxReportBody | TdReport;
  /** Header and body, which the attestation key signed. */
  readonly signedBytes: Uint8Array;
  /** r ‖ s. */
  readonly signature: Uint8Array;
  /** x ‖ y on P-256. */
  readonly attestationKey: Uint8Array;
  readonly qeReport: SgxReportBody;
  /** r ‖ s by the PCK certificate over the report of the quoting enclave. */
  readonly qeReportSignature: Uint8Array;
  readonly qeAuthData: Uint8Array;
  /** DER: the PCK certificate, its issuer, the root. */
  readonly pckChain: readonly Uint8Array[];
}

type Certification = Pick<Quote, 'qeReport' | 'qeReportSignature' | 'qeAuthData' | 'pckChain'>;

function readHeader(reader: ByteReader): { version: 3 | 4 | 5; tee: number } {
  const version = reader.u16('version');
  if (version !== 3 && version !== 4 && version !== 5) {
    throw reader.fault('version-unsupported', `version ${version} is none of 3, 4 and 5`, 0);
  }
  const keyType = reader.u16('attestation key type');
  if (keyType !== ECDSA_P256) throw reader.fault('algorithm-unsupported', `attestation key type ${keyType}`, 2);
  const tee = reader.u32('TEE type');
  if (tee !== TEE_SGX && (tee !== TEE_TDX || version === 3)) {
    throw reader.fault('evidence-malformed', `TEE type ${tee} in version ${version}`, 4);
  }
  // Version 3 holds the versions of QE and PCE here; later ones reserve the bytes.
  if (version === 3) reader.bytes(4, 'QE and PCE SVN');
  else reader.zeros(4, 'a reserved field');
  const vendor = bytesToHex(reader.bytes(16, 'QE vendor'));
  if (vendor !== INTEL_QE) throw reader.fault('algorithm-unsupported', `QE vendor ${vendor}`, 12);
  reader.bytes(20, 'user data');
  return { version, tee };
}

/** Version 5 says what follows; before, the TEE type does. */
function readBody(reader: ByteReader, version: 3 | 4 | 5, tee: number): SgxReportBody | TdReport {
  let kind: 'sgx' | TdReport['kind'] = tee === TEE_SGX ? 'sgx' : 'tdx-1.0';
  if (version === 5) {
    const begin = reader.offset;
    const type = reader.u16('body type');
    const named = ([undefined, 'sgx', 'tdx-1.0', 'tdx-1.5'] as const)[type];
    if (named === undefined || (named === 'sgx') !== (tee === TEE_SGX)) {
      throw reader.fault('evidence-malformed', `body type ${type} for TEE type ${tee}`, begin);
    }
    kind = named;
    const size = reader.u32('body size');
    const expected = kind === 'sgx' ? SGX_BODY_BYTES : TD_BODY_BYTES[kind];
    if (size !== expected) {
      throw reader.fault('evidence-malformed', `a body of ${size} bytes, not ${expected}`, begin + 2);
    }
  }
  if (kind === 'sgx') return parseReportBody(reader.bytes(SGX_BODY_BYTES, 'report body'), 'report body');
  return parseTdReport(reader.bytes(TD_BODY_BYTES[kind], 'TD report'), kind);
}

function readCertification(reader: ByteReader): Certification {
  const qeReport = parseReportBody(reader.bytes(SGX_BODY_BYTES, 'QE report'), 'QE report');
  const qeReportSignature = reader.bytes(64, 'QE report signature');
  const qeAuthData = reader.bytes(reader.u16('QE authentication data size'), 'QE authentication data');
  const begin = reader.offset;
  const type = reader.u16('certification data type');
  if (type !== PCK_CHAIN) {
    throw reader.fault('algorithm-unsupported', `certification data of type ${type}, not a PCK chain (5)`, begin);
  }
  const pem = reader.bytes(reader.u32('certification data size'), 'certification data');
  reader.end();
  // Every byte becomes one character, so that offsets stay true; parsePem refuses what is not ASCII.
  const text = new TextDecoder('latin1').decode(pem);
  return { qeReport, qeReportSignature, qeAuthData, pckChain: parsePem(text) };
}

/**
 * Reads an Intel SGX or TDX quote of version 3, 4 or 5 with an ECDSA signature (Intel SGX and TDX DCAP quote formats).
 * Nothing is verified here.
 *
 * @param bytes The quote. Zeros after its end are accepted, because Intel's libraries return buffers that are longer
 * than the quote; anything else there is refused.
 * @throws TeeError `input-too-large`, `input-truncated`, `input-trailing`, `evidence-malformed`, `version-unsupported`,
 * `algorithm-unsupported` or `pem-malformed`.
 */
export function parseQuote(bytes: Uint8Array): Quote {
  assertSize(bytes, TEE_LIMITS.quote, 'quote');
  const reader = new ByteReader(bytes, 'quote');
  const { version, tee } = readHeader(reader);
  const body = readBody(reader, version, tee);
  const signedBytes = bytes.subarray(0, reader.offset);
  const signatureData = reader.bytes(reader.u32('signature size'), 'signature data');
  if (bytes.subarray(reader.offset).some((byte) => byte !== 0)) reader.end();
  const inner = new ByteReader(signatureData, 'quote signature');
  const signature = inner.bytes(64, 'signature');
  const attestationKey = inner.bytes(64, 'attestation key');
  if (version === 3) return { version, body, signedBytes, signature, attestationKey, ...readCertification(inner) };
  const type = inner.u16('certification data type');
  if (type !== QE_REPORT_DATA) {
    throw inner.fault('algorithm-unsupported', `certification data of type ${type}, not a QE report (6)`, 128);
  }
  const nested = inner.bytes(inner.u32('certification data size'), 'certification data');
  inner.end();
  const certification = readCertification(new ByteReader(nested, 'QE certification data'));
  return { version, body, signedBytes, signature, attestationKey, ...certification };
}
