import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import type { Hex } from '../client/types.ts';
import type { MeasurementName, TeeClaims, TeeFormat } from './types.ts';

/** The measurements that stand for the code, in their order; their hash where they don't fit into 32 bytes. */
const PARTS: Readonly<Record<TeeFormat, { readonly names: readonly MeasurementName[]; readonly isHashed: boolean }>> = {
  sgx: { names: ['mrEnclave'], isHashed: false },
  snp: { names: ['measurement'], isHashed: true },
  nitro: { names: ['pcr0', 'pcr1', 'pcr2'], isHashed: true },
  tdx: { names: ['mrTd', 'rtmr0', 'rtmr1', 'rtmr2', 'rtmr3'], isHashed: true },
};

/**
 * What the TEE key registry calls the measurement of some evidence (`TEEKind` of the contracts): MRENCLAVE as it is, or the
 * SHA-256 of the launch digest (SEV-SNP), of PCR0 to PCR2 (Nitro), of MRTD and RTMR0 to RTMR3 (TDX).
 *
 * @param claims Of verified evidence.
 * @returns 32 bytes; undefined where the evidence lacks one of the parts.
 */
export function computeTeeMeasurement({ format, measurements }: TeeClaims): Hex | undefined {
  const { names, isHashed } = PARTS[format];
  const parts: Uint8Array[] = [];
  for (const name of names) {
    const part = measurements[name];
    if (part === undefined) return undefined;
    parts.push(hexToBytes(part));
  }
  const bytes = concatBytes(...parts);
  return `0x${bytesToHex(isHashed ? sha256(bytes) : bytes)}`;
}
