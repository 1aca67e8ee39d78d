import type { SnpTcb } from '../types.ts';
import type { SnpProduct } from './SnpProduct.ts';

/**
 * Reads a TCB_VERSION: AMD SEV-SNP firmware ABI (56860), "TCB Version". Turin put a component in front and moved the others.
 *
 * @param bytes Its 8 bytes as they stand in the report. The reserved ones are signed but mean nothing.
 */
export function parseSnpTcb(bytes: Uint8Array, product: SnpProduct): SnpTcb {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, , , b6 = 0, b7 = 0] = bytes;
  if (product === 'Turin') return { fmc: b0, bootloader: b1, tee: b2, snp: b3, microcode: b7 };
  return { fmc: null, bootloader: b0, tee: b1, snp: b6, microcode: b7 };
}
