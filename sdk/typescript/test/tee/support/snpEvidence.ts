import type { SnpTcb, TrustedRoot } from '../../../src/index.ts';
import { integer, text } from './der.ts';
import { ecSigner, extension, issue, rsaSigner, USAGE } from './pki.ts';
import type { Authority, CertificateShape, EcSigner, Signer } from './pki.ts';

export type Product = NonNullable<TrustedRoot['product']>;

const AMD = '1.3.6.1.4.1.3704.1';

export const TCB: SnpTcb = { bootloader: 4, tee: 1, snp: 22, microcode: 213, fmc: null };
export const TURIN_TCB: SnpTcb = { ...TCB, fmc: 2 };
export const CHIP_ID: Uint8Array = Uint8Array.from({ length: 64 }, (_, index) => index + 1);

export interface VekShape {
  readonly product?: Product;
  readonly kind?: 'VCEK' | 'VLEK';
  readonly productName?: string | null;
  readonly productTag?: number;
  readonly tcb?: SnpTcb;
  readonly leaveOut?: keyof SnpTcb;
  readonly hardwareId?: Uint8Array;
  readonly vek?: Partial<CertificateShape>;
  readonly ask?: Partial<CertificateShape>;
  readonly curve?: 'p256' | 'p384';
}

export interface SnpPki {
  readonly ark: Authority;
  readonly ask: Authority;
  readonly vek: Authority<EcSigner>;
}

let keys: Promise<readonly [Signer, Signer]> | undefined;

/** RSA keys take long to make; one pair serves all tests. */
function rsaKeys(): Promise<readonly [Signer, Signer]> {
  keys ??= Promise.all([rsaSigner(), rsaSigner()]);
  return keys;
}

function vekExtensions(shape: VekShape): Uint8Array[] {
  const { product = 'Milan', kind = 'VCEK', productName = `${product}-B0` } = shape;
  const tcb = shape.tcb ?? (product === 'Turin' ? TURIN_TCB : TCB);
  const numbers = { bootloader: 1, tee: 2, snp: 3, microcode: 8, fmc: 9 } as const;
  const components = (Object.keys(numbers) as (keyof SnpTcb)[])
    .filter((name) => tcb[name] !== null && name !== shape.leaveOut)
    .map((name) => extension(`${AMD}.3.${numbers[name]}`, integer(tcb[name] ?? 0)));
  const chip = shape.hardwareId ?? CHIP_ID.subarray(0, product === 'Turin' ? 8 : 64);
  return [
    extension(`${AMD}.1`, integer(product === 'Turin' ? 1 : 0)),
    ...(productName === null ? [] : [extension(`${AMD}.2`, text(productName, shape.productTag ?? 0x16))]),
    ...components,
    kind === 'VCEK' ? extension(`${AMD}.4`, chip) : extension(`${AMD}.5`, text('Test Cloud', 0x16)),
  ];
}

export async function snpPki(shape: VekShape = {}): Promise<SnpPki> {
  const { product = 'Milan', kind = 'VCEK' } = shape;
  const [arkKey, askKey] = await rsaKeys();
  const ark = await issue(undefined, arkKey, { commonName: `ARK-${product}`, isCa: true, usage: USAGE.ca });
  const ask = await issue(ark, askKey, {
    commonName: kind === 'VCEK' ? `SEV-${product}` : `SEV-VLEK-${product}`,
    serial: 65,
    isCa: true,
    pathLength: 0,
    usage: USAGE.caOnly,
    ...shape.ask,
  });
  const vek = await issue(ask, ecSigner(shape.curve ?? 'p384'), {
    commonName: `SEV-${kind}`,
    serial: 0,
    extensions: vekExtensions(shape),
    ...shape.vek,
  });
  return { ark, ask, vek };
}

export interface ReportShape {
  readonly version?: number;
  readonly product?: Product;
  readonly policy?: bigint;
  readonly vmpl?: number;
  readonly algorithm?: number;
  readonly keyInfo?: number;
  readonly tcb?: SnpTcb;
  readonly cpu?: readonly [family: number, model: number];
  readonly reportData?: Uint8Array;
  readonly chipId?: Uint8Array;
  readonly signer?: EcSigner;
  /** Bytes to write before signing, by offset. */
  readonly patch?: Readonly<Record<number, number>>;
}

const CPUS: Readonly<Record<Product, readonly [number, number]>> = {
  Milan: [0x19, 0x01],
  Genoa: [0x19, 0x11],
  Turin: [0x1a, 0x02],
};

export function tcbBytes(tcb: SnpTcb): Uint8Array {
  const { fmc, bootloader, tee, snp, microcode } = tcb;
  if (fmc !== null) return Uint8Array.of(fmc, bootloader, tee, snp, 0, 0, 0, microcode);
  return Uint8Array.of(bootloader, tee, 0, 0, 0, 0, snp, microcode);
}

export function snpReport({ vek }: Pick<SnpPki, 'vek'>, shape: ReportShape = {}): Uint8Array {
  const { version = 3, product = 'Milan' } = shape;
  const bytes = new Uint8Array(1184);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, version, true);
  view.setUint32(4, 9, true);
  view.setBigUint64(8, shape.policy ?? 0x30000n, true);
  view.setUint32(0x30, shape.vmpl ?? 0, true);
  view.setUint32(0x34, shape.algorithm ?? 1, true);
  view.setUint32(0x48, shape.keyInfo ?? 0, true);
  bytes.set(shape.reportData ?? new Uint8Array(64).fill(0xa1), 0x50);
  bytes.set(new Uint8Array(48).fill(0xa2), 0x90);
  bytes.set(new Uint8Array(32).fill(0xa3), 0xc0);
  const tcb = tcbBytes(shape.tcb ?? (product === 'Turin' ? TURIN_TCB : TCB));
  for (const offset of [0x38, 0x180, 0x1e0, 0x1f0]) bytes.set(tcb, offset);
  if (version > 2) bytes.set(shape.cpu ?? CPUS[product], 0x188);
  bytes.set(shape.chipId ?? CHIP_ID, 0x1a0);
  if (version === 5) {
    view.setBigUint64(0x1f8, 3n, true);
    view.setBigUint64(0x200, 7n, true);
  }
  for (const [offset, value] of Object.entries(shape.patch ?? {})) bytes[Number(offset)] = value;
  const signature = (shape.signer ?? vek.key).signCompact(bytes.subarray(0, 0x2a0));
  const half = signature.length / 2;
  bytes.set(signature.slice(0, half).reverse(), 0x2a0);
  bytes.set(signature.slice(half).reverse(), 0x2a0 + 72);
  return bytes;
}
