import { concat, sha256 } from 'ethers';
import type { MeasurementName, TeeClaims } from '../../sdk/typescript/src/index.ts';

const TDX_PARTS = ['mrTd', 'rtmr0', 'rtmr1', 'rtmr2', 'rtmr3'] as const;
const NITRO_PARTS = ['pcr0', 'pcr1', 'pcr2'] as const;

/**
 * The measurement of evidence in the form in which the TEE key registry holds it, see `TEEKind`.
 *
 * @param claims Of valid evidence; of other evidence it is what the evidence says about itself.
 * @returns 32 bytes; undefined where the evidence lacks a part.
 */
export function toRegistryMeasurement({ format, measurements }: TeeClaims): string | undefined {
  const hash = (names: readonly MeasurementName[]): string | undefined => {
    const parts = names.map((name) => measurements[name]).filter((part) => part !== undefined);
    return parts.length === names.length ? sha256(concat(parts.map((part) => `0x${part}`))) : undefined;
  };
  switch (format) {
    case 'sgx':
      return measurements.mrEnclave && `0x${measurements.mrEnclave}`;
    case 'snp':
      return hash(['measurement']);
    case 'nitro':
      return hash(NITRO_PARTS);
    case 'tdx':
      return hash(TDX_PARTS);
  }
}
