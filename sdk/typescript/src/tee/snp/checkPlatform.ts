import { equalBytes } from '@noble/curves/utils.js';
import { TeeError } from '../TeeError.ts';
import type { Certificate } from '../x509/types.ts';
import { parseSnpTcb } from './parseSnpTcb.ts';
import type { SnpReport } from './parseSnpReport.ts';
import { parseVekExtensions } from './parseVekExtensions.ts';
import type { SnpProduct } from './SnpProduct.ts';

const CHIP_ID_BYTES = { Milan: 64, Genoa: 64, Turin: 8 } as const;

/** Family and models of each generation: AMD 57230, and the CPUID of the processors. */
const CPU_MODELS: readonly { family: number; first: number; last: number; product: SnpProduct }[] = [
  { family: 0x19, first: 0x00, last: 0x0f, product: 'Milan' },
  { family: 0x19, first: 0x10, last: 0x1f, product: 'Genoa' },
  { family: 0x19, first: 0xa0, last: 0xaf, product: 'Genoa' },
  { family: 0x1a, first: 0x00, last: 0x1f, product: 'Turin' },
];

function checkProduct({ cpuId }: SnpReport, productName: string, product: SnpProduct): void {
  if (productName !== product && !productName.startsWith(`${product}-`)) {
    throw new TeeError('snp-product-mismatch', `the certificate is for ${productName}, its root for ${product}`);
  }
  if (cpuId === null) return;
  const { family, model } = cpuId;
  const found = CPU_MODELS.find((one) => one.family === family && one.first <= model && model <= one.last)?.product;
  if (found !== product) {
    throw new TeeError('snp-product-mismatch', `CPU family ${family} model ${model} is no ${product}`);
  }
}

function checkChip({ chipId }: SnpReport, hardwareId: Uint8Array | undefined, product: SnpProduct): void {
  const length = CHIP_ID_BYTES[product];
  if (hardwareId?.length !== length) {
    throw new TeeError(
      'certificate-malformed',
      `VCEK: a hardware id of ${hardwareId?.length ?? 0} bytes, not ${length}`,
    );
  }
  // A host that masks the chip id leaves zeros, which are the id of no chip.
  if (!equalBytes(hardwareId, chipId.subarray(0, length))) {
    throw new TeeError('snp-chip-id-mismatch', 'the VCEK belongs to another chip than the report');
  }
}

/**
 * Checks that report and certificate belong together: generation, kind of key, chip (VCEK), TCB.
 *
 * @param vek The VCEK or VLEK certificate, already verified.
 * @param product The generation that its root stands for.
 * @throws TeeError `snp-product-mismatch`, `snp-signer-mismatch`, `snp-chip-id-mismatch`, `snp-tcb-mismatch` or
 * `certificate-malformed`.
 */
export function checkPlatform(report: SnpReport, vek: Certificate, product: SnpProduct): void {
  if (vek.commonName !== `SEV-${report.signer}`) {
    throw new TeeError(
      'snp-signer-mismatch',
      `the report names a ${report.signer}, the certificate is for another key`,
    );
  }
  const { productName, tcb, hardwareId } = parseVekExtensions(vek, product);
  checkProduct(report, productName, product);
  if (report.signer === 'VCEK') checkChip(report, hardwareId, product);
  const reported = parseSnpTcb(report.reportedTcb, product);
  for (const name of ['fmc', 'bootloader', 'tee', 'snp', 'microcode'] as const) {
    if (reported[name] !== tcb[name]) {
      throw new TeeError(
        'snp-tcb-mismatch',
        `${name} is ${reported[name]} in the report, ${tcb[name]} in the certificate`,
      );
    }
  }
}
