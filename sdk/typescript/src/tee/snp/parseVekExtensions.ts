import { TeeError } from '../TeeError.ts';
import type { SnpTcb } from '../types.ts';
import { readDer } from '../x509/readDer.ts';
import { readDerUint } from '../x509/readDerUint.ts';
import type { Certificate } from '../x509/types.ts';
import type { SnpProduct } from './SnpProduct.ts';

const AMD = '1.3.6.1.4.1.3704.1';
const PRODUCT_NAME = `${AMD}.2`;
const HARDWARE_ID = `${AMD}.4`;
const CSP_ID = `${AMD}.5`;
const COMPONENTS = { bootloader: 1, tee: 2, snp: 3, microcode: 8, fmc: 9 } as const;
const IA5_STRING = 0x16;

/** What AMD wrote into a VCEK or VLEK certificate: AMD 57230 (VCEK) and its counterpart for the VLEK. */
export interface VekExtensions {
  /** For example `Milan-B0`. */
  readonly productName: string;
  /** The TCB that the key was derived for. */
  readonly tcb: SnpTcb;
  /** VCEK: id of the chip, 64 bytes, on Turin 8. Undefined in a VLEK. */
  readonly hardwareId: Uint8Array | undefined;
  /** VLEK: the cloud provider that the key was issued to. Undefined in a VCEK. */
  readonly cspId: string | undefined;
}

function getText(certificate: Certificate, id: string): string | undefined {
  const extension = certificate.extensions.get(id);
  if (extension === undefined) return undefined;
  const { tag, content } = readDer(extension.value);
  const text = String.fromCharCode(...content.subarray(0, 64));
  if (tag !== IA5_STRING || content.length > 64 || !/^[\x20-\x7e]+$/.test(text)) {
    throw new TeeError('certificate-malformed', `${id}: not an IA5String of 1 to 64 printable characters`);
  }
  return text;
}

function getComponent(certificate: Certificate, name: keyof SnpTcb): number {
  const id = `${AMD}.3.${COMPONENTS[name]}`;
  const extension = certificate.extensions.get(id);
  if (extension === undefined) throw new TeeError('certificate-malformed', `TCB component ${name} (${id}) is missing`);
  return readDerUint(readDer(extension.value), 255, `TCB component ${name}`);
}

/**
 * Reads AMD's extensions of a VCEK or VLEK certificate.
 *
 * @param product The generation that the chain belongs to.
 * @throws TeeError `certificate-malformed` if one that the generation needs is missing or of another form.
 */
export function parseVekExtensions(certificate: Certificate, product: SnpProduct): VekExtensions {
  const productName = getText(certificate, PRODUCT_NAME);
  if (productName === undefined) throw new TeeError('certificate-malformed', `${PRODUCT_NAME}: no product name`);
  return {
    productName,
    tcb: {
      bootloader: getComponent(certificate, 'bootloader'),
      tee: getComponent(certificate, 'tee'),
      snp: getComponent(certificate, 'snp'),
      microcode: getComponent(certificate, 'microcode'),
      fmc: product === 'Turin' ? getComponent(certificate, 'fmc') : null,
    },
    // AMD puts the bytes into the extension without an OCTET STRING of their own.
    hardwareId: certificate.extensions.get(HARDWARE_ID)?.value,
    cspId: getText(certificate, CSP_ID),
  };
}
