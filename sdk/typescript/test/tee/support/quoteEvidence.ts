import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { DcapCollateral } from '../../../src/index.ts';
import { integer, octets, oid, sequence } from './der.ts';
import { ecSigner, extension, issue, revocationList, toPem, USAGE } from './pki.ts';
import type { Authority, CertificateShape, EcSigner, ListShape } from './pki.ts';

export const FMSPC = '00a067110000';
export const QE_SIGNER = '8c'.repeat(32);
const SGX = '1.2.840.113741.1.13.1';

/** The SGX extension of a PCK certificate: all 16 components at `component`. */
export function pckExtension(component = 10, pceSvn = 13, fmspc = FMSPC, leaveOut?: string): Uint8Array {
  const pair = (id: string, value: Uint8Array) => (id === leaveOut ? [] : [sequence(oid(`${SGX}.${id}`), value)]);
  const components = Array.from({ length: 16 }, (_, index) => pair(`2.${index + 1}`, integer(component))).flat();
  const tcb = sequence(...components, ...pair('2.17', integer(pceSvn)));
  const all = [
    ...pair('1', octets(new Uint8Array(16))),
    ...pair('2', tcb),
    ...pair('3', octets(Uint8Array.of(0, 0))),
    ...pair('4', octets(hexToBytes(fmspc))),
  ];
  return extension(SGX, sequence(...all));
}

export interface DcapPki {
  readonly root: Authority;
  readonly ca: Authority;
  readonly pck: Authority<EcSigner>;
  readonly signing: Authority<EcSigner>;
}

export interface DcapPkiShape {
  readonly ca?: Partial<CertificateShape>;
  readonly pck?: Partial<CertificateShape>;
  readonly signing?: Partial<CertificateShape>;
  readonly curve?: 'p256' | 'p384';
}

export async function dcapPki({ ca, pck, signing, curve = 'p256' }: DcapPkiShape = {}): Promise<DcapPki> {
  const root = await issue(undefined, ecSigner('p256'), {
    commonName: 'Intel SGX Root CA',
    isCa: true,
    pathLength: 1,
    usage: USAGE.ca,
  });
  const platform = await issue(root, ecSigner('p256'), {
    commonName: 'Intel SGX PCK Platform CA',
    serial: 21,
    isCa: true,
    pathLength: 0,
    usage: USAGE.ca,
    ...ca,
  });
  return {
    root,
    ca: platform,
    pck: await issue(platform, ecSigner(curve), {
      commonName: 'Intel SGX PCK Certificate',
      serial: 31,
      isCa: false,
      usage: USAGE.sign,
      extensions: [pckExtension()],
      ...pck,
    }),
    signing: await issue(root, ecSigner(curve), {
      commonName: 'Intel SGX TCB Signing',
      serial: 22,
      isCa: false,
      usage: USAGE.sign,
      ...signing,
    }),
  };
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24);
}

/** Writes bytes into zeros at their offsets. */
function layout(length: number, ...fields: readonly (readonly [offset: number, bytes: Uint8Array])[]): Uint8Array {
  const bytes = new Uint8Array(length);
  for (const [offset, field] of fields) bytes.set(field, offset);
  return bytes;
}

export interface SgxBodyShape {
  readonly attributes?: number;
  readonly mrSigner?: Uint8Array;
  readonly reportData?: Uint8Array;
  readonly productId?: number;
  readonly svn?: number;
  readonly miscSelect?: number;
}

export function sgxBody(shape: SgxBodyShape = {}): Uint8Array {
  return layout(
    384,
    [0, new Uint8Array(16).fill(10)],
    [16, u32(shape.miscSelect ?? 0)],
    [48, Uint8Array.of(shape.attributes ?? 0x05)],
    [64, new Uint8Array(32).fill(0xe1)],
    [128, shape.mrSigner ?? new Uint8Array(32).fill(0xe2)],
    [192, new Uint8Array(64).fill(0xe3)],
    [256, u16(shape.productId ?? 7)],
    [258, u16(shape.svn ?? 3)],
    [320, shape.reportData ?? new Uint8Array(64).fill(0xe4)],
  );
}

export interface TdBodyShape {
  readonly is15?: boolean;
  readonly teeTcbSvn?: readonly number[];
  readonly mrSignerSeam?: number;
  readonly seamAttributes?: number;
  readonly tdAttributes?: readonly number[];
  readonly reportData?: Uint8Array;
}

export function tdBody(shape: TdBodyShape = {}): Uint8Array {
  return layout(
    shape.is15 === true ? 648 : 584,
    [0, Uint8Array.from(shape.teeTcbSvn ?? [5, 0, 3])],
    [16, new Uint8Array(48).fill(0xd1)],
    [64, new Uint8Array(48).fill(shape.mrSignerSeam ?? 0)],
    [112, Uint8Array.of(shape.seamAttributes ?? 0)],
    [120, Uint8Array.from(shape.tdAttributes ?? [0, 0, 0, 0x10])],
    [136, new Uint8Array(48).fill(0xd2)],
    [328, new Uint8Array(192).fill(0xd3)],
    [520, shape.reportData ?? new Uint8Array(64).fill(0xd4)],
    ...(shape.is15 === true ? ([[600, new Uint8Array(48).fill(0xd5)]] as const) : []),
  );
}

export interface QuoteShape {
  readonly version?: number;
  readonly keyType?: number;
  readonly teeType?: number;
  readonly vendor?: string;
  readonly body?: Uint8Array;
  readonly bodyType?: number;
  readonly bodySize?: number;
  readonly qe?: SgxBodyShape;
  /** Replaces the key whose hash the QE report holds. */
  readonly vouchedKey?: Uint8Array;
  readonly attestation?: EcSigner;
  readonly quoteSigner?: EcSigner;
  readonly qeSigner?: EcSigner;
  readonly chain?: string;
  readonly chainType?: number;
  readonly outerType?: number;
  readonly trailing?: Uint8Array;
}

/** Makes a quote: by default version 3 of an enclave; `body` of another size makes it one of a TD. */
export function quote(pki: DcapPki, shape: QuoteShape = {}): Uint8Array {
  const { version = 3, body = sgxBody() } = shape;
  const isTd = body.length !== 384;
  const header = concatBytes(
    u16(version),
    u16(shape.keyType ?? 2),
    u32(shape.teeType ?? (isTd ? 0x81 : 0)),
    version === 3 ? Uint8Array.of(9, 0, 13, 0) : new Uint8Array(4),
    hexToBytes(shape.vendor ?? '939a7233f79c4ca9940a0db3957f0607'),
    new Uint8Array(20),
  );
  const bodyType = shape.bodyType ?? (isTd ? (body.length === 584 ? 2 : 3) : 1);
  const prefix = version === 5 ? concatBytes(u16(bodyType), u32(shape.bodySize ?? body.length)) : new Uint8Array();
  const signed = concatBytes(header, prefix, body);
  const attestation = shape.attestation ?? ecSigner('p256');
  const key = attestation.point.subarray(1);
  const authData = utf8ToBytes('authentication data');
  const vouched = sha256(concatBytes(shape.vouchedKey ?? key, authData));
  const qeReport = sgxBody({
    attributes: 0x11,
    mrSigner: hexToBytes(QE_SIGNER),
    productId: isTd ? 2 : 1,
    svn: 8,
    reportData: layout(64, [0, vouched]),
    ...shape.qe,
  });
  const pem = utf8ToBytes(shape.chain ?? `${toPem(pki.pck.der, pki.ca.der, pki.root.der)}\0`);
  const certification = concatBytes(
    qeReport,
    (shape.qeSigner ?? pki.pck.key).signCompact(qeReport),
    u16(authData.length),
    authData,
    u16(shape.chainType ?? 5),
    u32(pem.length),
    pem,
  );
  const wrapper = version === 3 ? new Uint8Array() : concatBytes(u16(shape.outerType ?? 6), u32(certification.length));
  const signature = (shape.quoteSigner ?? attestation).signCompact(signed);
  const data = concatBytes(signature, key, wrapper, certification);
  return concatBytes(signed, u32(data.length), data, shape.trailing ?? new Uint8Array());
}

const ZEROS_48 = '0'.repeat(96);
const DATES = { issueDate: '2026-05-25T00:00:00Z', nextUpdate: '2026-06-25T00:00:00Z' };

const components = (svn: number) => Array.from({ length: 16 }, () => ({ svn }));

export function level(
  svn: number,
  tcbStatus: string,
  advisoryIDs: readonly string[] = [],
  tdx?: readonly number[],
): object {
  const tdxtcbcomponents = tdx && components(0).map((_, index) => ({ svn: tdx[index] ?? 0 }));
  return {
    tcb: { sgxtcbcomponents: components(svn), pcesvn: 13, ...(tdxtcbcomponents && { tdxtcbcomponents }) },
    tcbDate: `20${10 + svn}-01-01T00:00:00Z`,
    tcbStatus,
    advisoryIDs,
  };
}

export function isvLevel(isvsvn: number, tcbStatus: string, advisoryIDs?: readonly string[]): object {
  return { tcb: { isvsvn }, tcbDate: '2024-03-13T00:00:00Z', tcbStatus, ...(advisoryIDs && { advisoryIDs }) };
}

export function tcbInfo(kind: 'SGX' | 'TDX', changes: object = {}): object {
  const common = { version: 3, ...DATES, fmspc: FMSPC.toUpperCase(), pceId: '0000', tcbType: 0 };
  const tdx = [5, 0, 3];
  const module = { mrsigner: ZEROS_48, attributes: '0'.repeat(16), attributesMask: 'F'.repeat(16) };
  const extra = {
    tdxModule: module,
    tdxModuleIdentities: [
      { id: 'TDX_01', ...module, tcbLevels: [isvLevel(6, 'UpToDate'), isvLevel(4, 'OutOfDate', ['INTEL-SA-3'])] },
    ],
  };
  const levels = kind === 'SGX' ? undefined : tdx;
  return {
    id: kind,
    ...common,
    ...(kind === 'TDX' && extra),
    tcbLevels: [
      level(10, 'UpToDate', [], levels),
      level(8, 'SWHardeningNeeded', ['INTEL-SA-2', 'INTEL-SA-1'], levels),
      level(6, 'ConfigurationNeeded', [], levels),
      level(4, 'OutOfDate', [], levels),
      level(2, 'Revoked', [], levels),
    ],
    ...changes,
  };
}

export function qeIdentity(kind: 'SGX' | 'TDX', changes: object = {}): object {
  return {
    id: kind === 'SGX' ? 'QE' : 'TD_QE',
    version: 2,
    ...DATES,
    miscselect: '00000000',
    miscselectMask: 'FFFFFFFF',
    attributes: `11${'0'.repeat(30)}`,
    attributesMask: `FB${'F'.repeat(14)}${'0'.repeat(16)}`,
    mrsigner: QE_SIGNER.toUpperCase(),
    isvprodid: kind === 'SGX' ? 1 : 2,
    tcbLevels: [isvLevel(8, 'UpToDate'), isvLevel(6, 'OutOfDate', ['INTEL-SA-9']), isvLevel(5, 'Revoked')],
    ...changes,
  };
}

export interface CollateralShape {
  readonly kind?: 'SGX' | 'TDX';
  /** The text that is signed; an object is written as JSON. */
  readonly tcbInfo?: object | string;
  readonly qeIdentity?: object | string;
  readonly infoSigner?: EcSigner;
  readonly identitySigner?: EcSigner;
  readonly rootList?: ListShape;
  readonly pckList?: ListShape;
  readonly chains?: Partial<Pick<DcapCollateral, 'pckCrlIssuerChain' | 'tcbInfoIssuerChain' | 'qeIdentityIssuerChain'>>;
}

export async function collateral(pki: DcapPki, shape: CollateralShape = {}): Promise<DcapCollateral> {
  const { kind = 'SGX' } = shape;
  const write = (value: object | string) => (typeof value === 'string' ? value : JSON.stringify(value));
  const info = write(shape.tcbInfo ?? tcbInfo(kind));
  const identity = write(shape.qeIdentity ?? qeIdentity(kind));
  const signingChain = toPem(pki.signing.der, pki.root.der);
  return {
    pckCrlIssuerChain: toPem(pki.ca.der, pki.root.der),
    rootCaCrl: await revocationList(pki.root, shape.rootList),
    pckCrl: await revocationList(pki.ca, shape.pckList),
    tcbInfoIssuerChain: signingChain,
    tcbInfo: info,
    tcbInfoSignature: (shape.infoSigner ?? pki.signing.key).signCompact(utf8ToBytes(info)),
    qeIdentityIssuerChain: signingChain,
    qeIdentity: identity,
    qeIdentitySignature: (shape.identitySigner ?? pki.signing.key).signCompact(utf8ToBytes(identity)),
    ...shape.chains,
  };
}

/** Collateral in the form in which DCAP tools keep it. */
export function toJson(value: DcapCollateral): Record<string, string> {
  return {
    pck_crl_issuer_chain: value.pckCrlIssuerChain,
    root_ca_crl: bytesToHex(value.rootCaCrl),
    pck_crl: bytesToHex(value.pckCrl),
    tcb_info_issuer_chain: value.tcbInfoIssuerChain,
    tcb_info: value.tcbInfo,
    tcb_info_signature: bytesToHex(value.tcbInfoSignature),
    qe_identity_issuer_chain: value.qeIdentityIssuerChain,
    qe_identity: value.qeIdentity,
    qe_identity_signature: bytesToHex(value.qeIdentitySignature),
  };
}
