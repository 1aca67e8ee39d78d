import { ByteReader } from '../ByteReader.ts';

/** Bytes of an SGX report body. */
export const SGX_BODY_BYTES = 384;

/** SGX report body: Intel SDM volume 3D, "REPORT". Byte fields are views. */
export interface SgxReportBody {
  readonly kind: 'sgx';
  readonly raw: Uint8Array;
  readonly cpuSvn: Uint8Array;
  readonly miscSelect: number;
  readonly isvExtendedProductId: Uint8Array;
  readonly attributes: Uint8Array;
  readonly mrEnclave: Uint8Array;
  readonly mrSigner: Uint8Array;
  readonly configId: Uint8Array;
  readonly isvProductId: number;
  readonly isvSvn: number;
  readonly configSvn: number;
  readonly isvFamilyId: Uint8Array;
  readonly reportData: Uint8Array;
}

/**
 * Reads an SGX report body of 384 bytes. Its reserved bytes must be zero.
 *
 * @throws TeeError `input-truncated`, `input-trailing` or `evidence-malformed`.
 */
export function parseReportBody(raw: Uint8Array, what: string): SgxReportBody {
  const reader = new ByteReader(raw, what);
  const cpuSvn = reader.bytes(16, 'CPUSVN');
  const miscSelect = reader.u32('MISCSELECT');
  reader.zeros(12, 'a reserved field');
  const isvExtendedProductId = reader.bytes(16, 'ISVEXTPRODID');
  const attributes = reader.bytes(16, 'ATTRIBUTES');
  const mrEnclave = reader.bytes(32, 'MRENCLAVE');
  reader.zeros(32, 'a reserved field');
  const mrSigner = reader.bytes(32, 'MRSIGNER');
  reader.zeros(32, 'a reserved field');
  const configId = reader.bytes(64, 'CONFIGID');
  const isvProductId = reader.u16('ISVPRODID');
  const isvSvn = reader.u16('ISVSVN');
  const configSvn = reader.u16('CONFIGSVN');
  reader.zeros(42, 'a reserved field');
  const isvFamilyId = reader.bytes(16, 'ISVFAMILYID');
  const reportData = reader.bytes(64, 'REPORTDATA');
  reader.end();
  return {
    kind: 'sgx',
    raw,
    cpuSvn,
    miscSelect,
    isvExtendedProductId,
    attributes,
    mrEnclave,
    mrSigner,
    configId,
    isvProductId,
    isvSvn,
    configSvn,
    isvFamilyId,
    reportData,
  };
}
