import { encode } from 'cborg';
import { AT, ecSigner, issue, USAGE } from './pki.ts';
import type { Authority, CertificateShape, EcSigner } from './pki.ts';

export interface NitroChain {
  readonly root: Authority;
  readonly zone: Authority;
  readonly leaf: Authority<EcSigner>;
}

export interface NitroChainShape {
  readonly root?: Partial<CertificateShape>;
  readonly zone?: Partial<CertificateShape>;
  readonly leaf?: Partial<CertificateShape>;
  readonly leafCurve?: 'p256' | 'p384';
}

export async function nitroChain(shape: NitroChainShape = {}): Promise<NitroChain> {
  const rootShape = { commonName: 'test.nitro-enclaves', isCa: true, usage: USAGE.ca, ...shape.root };
  const root = await issue(undefined, ecSigner('p384'), rootShape);
  const zoneShape = { commonName: 'zone', isCa: true, pathLength: 0, usage: USAGE.ca, ...shape.zone };
  const zone = await issue(root, ecSigner('p384'), zoneShape);
  const leafShape = { commonName: 'i-1-enc1', isCa: false, usage: USAGE.sign, ...shape.leaf };
  return { root, zone, leaf: await issue(zone, ecSigner(shape.leafCurve ?? 'p384'), leafShape) };
}

export const pcr = (byte: number): Uint8Array => new Uint8Array(48).fill(byte);

/** The payload of a document; `changes` replaces fields, `undefined` leaves one out. */
export function nitroPayload(
  { root, zone, leaf }: NitroChain,
  changes: Readonly<Record<string, unknown>> = {},
): Map<string, unknown> {
  const all: Record<string, unknown> = {
    module_id: 'i-1-enc1',
    digest: 'SHA384',
    timestamp: AT.getTime() - 10_000,
    pcrs: new Map([0, 1, 2, 3].map((index) => [index, pcr(index + 1)])),
    certificate: leaf.der,
    cabundle: [root.der, zone.der],
    public_key: null,
    user_data: null,
    nonce: null,
    ...changes,
  };
  return new Map(Object.entries(all).filter(([, value]) => value !== undefined));
}

const HEADER = Uint8Array.of(0xa1, 0x01, 0x38, 0x22);

export interface EnvelopeShape {
  readonly header?: Uint8Array;
  readonly unprotected?: unknown;
  readonly signer?: EcSigner;
  readonly payload?: Uint8Array;
}

/** Signs a payload as the Nitro security module does. */
export function nitroDocument(chain: NitroChain, map: Map<string, unknown>, shape: EnvelopeShape = {}): Uint8Array {
  const payload = shape.payload ?? encode(map);
  const header = shape.header ?? HEADER;
  const signed = encode(['Signature1', header, new Uint8Array(), payload]);
  const signature = (shape.signer ?? chain.leaf.key).signCompact(signed);
  return encode([header, shape.unprotected ?? new Map(), payload, signature]);
}
