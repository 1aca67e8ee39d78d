import type { TeeFormat } from '../../sdk/typescript/src/index.ts';

/** First bytes of COSE_Sign1: a list of four, with or without tag 18. */
const COSE = [
  [0x84, 0x44, 0xa1],
  [0xd2, 0x84, 0x44, 0xa1],
] as const;
const SNP_LENGTH = 1184;
const SNP_VERSIONS = [2, 3, 4, 5];
const QUOTE_VERSIONS = [3, 4, 5];
/** ATTESTATION KEY TYPE and TEE TYPE follow the version. */
const QUOTE_HEAD = 8;
const TDX_TYPE = 0x81;

/** Which format bytes look like; whether they are right is for the verification. Undefined for none. */
export function detectFormat(bytes: Uint8Array): TeeFormat | undefined {
  if (COSE.some((head) => head.every((byte, index) => bytes[index] === byte))) return 'nitro';
  if (bytes.length < QUOTE_HEAD) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === SNP_LENGTH && SNP_VERSIONS.includes(view.getUint32(0, true))) return 'snp';
  if (!QUOTE_VERSIONS.includes(view.getUint16(0, true))) return undefined;
  const teeType = view.getUint32(4, true);
  if (teeType === 0) return 'sgx';
  return teeType === TDX_TYPE ? 'tdx' : undefined;
}
