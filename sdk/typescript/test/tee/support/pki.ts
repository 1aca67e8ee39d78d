import { p256, p384 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { TrustedRoot } from '../../../src/index.ts';
import { bits, boolean, integer, octets, oid, sequence, text, time, tlv } from './der.ts';

/** A key that signs certificates, lists and evidence. */
export interface Signer {
  readonly spki: Uint8Array;
  /** DER of the AlgorithmIdentifier. */
  readonly algorithm: Uint8Array;
  /** A signature as certificates carry it. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

export interface EcSigner extends Signer {
  readonly point: Uint8Array;
  /** r ‖ s. */
  readonly signCompact: (message: Uint8Array) => Uint8Array;
}

const CURVES = {
  p256: { curve: p256, id: '1.2.840.10045.3.1.7', algorithm: '1.2.840.10045.4.3.2' },
  p384: { curve: p384, id: '1.3.132.0.34', algorithm: '1.2.840.10045.4.3.3' },
} as const;

export function ecSigner(name: keyof typeof CURVES): EcSigner {
  const { curve, id, algorithm } = CURVES[name];
  const secret = curve.utils.randomSecretKey();
  const point = curve.getPublicKey(secret, false);
  return {
    point,
    spki: sequence(sequence(oid('1.2.840.10045.2.1'), oid(id)), bits(point)),
    algorithm: sequence(oid(algorithm)),
    sign: (message) => Promise.resolve(curve.sign(message, secret, { format: 'der', lowS: false, prehash: true })),
    signCompact: (message) => curve.sign(message, secret, { lowS: false, prehash: true }),
  };
}

const PSS = hexToBytes(
  '304606092a864886f70d01010a3039a00f300d06096086480165030402020500' +
    'a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130a303020101',
);

export async function rsaSigner(modulusLength = 3072): Promise<Signer> {
  const { subtle } = globalThis.crypto;
  const pair = await subtle.generateKey(
    { name: 'RSA-PSS', modulusLength, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-384' },
    true,
    ['sign', 'verify'],
  );
  return {
    spki: new Uint8Array(await subtle.exportKey('spki', pair.publicKey)),
    algorithm: PSS,
    sign: async (message) =>
      new Uint8Array(await subtle.sign({ name: 'RSA-PSS', saltLength: 48 }, pair.privateKey, message.slice())),
  };
}

/** Who issues: a certificate and its key. */
export interface Authority<S extends Signer = Signer> {
  readonly der: Uint8Array;
  readonly name: Uint8Array;
  readonly key: S;
}

export const NOT_BEFORE = new Date('2025-01-01T00:00:00Z');
export const NOT_AFTER = new Date('2035-01-01T00:00:00Z');

export const nameOf = (commonName: string): Uint8Array =>
  sequence(tlv(0x31, sequence(oid('2.5.4.10'), text('Test'))), tlv(0x31, sequence(oid('2.5.4.3'), text(commonName))));

export const extension = (id: string, value: Uint8Array, critical = false): Uint8Array =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

const keyId = (spki: Uint8Array): Uint8Array => sha256(spki).subarray(0, 20);

/** Bits of the key usage extension. */
export const USAGE = { sign: 0x80, ca: 0x06, caOnly: 0x04 } as const;

export interface CertificateShape {
  readonly commonName: string;
  readonly serial?: number;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Undefined: no extension. */
  readonly isCa?: boolean | undefined;
  readonly pathLength?: number | undefined;
  /** Undefined: no extension. */
  readonly usage?: number | undefined;
  readonly extensions?: readonly Uint8Array[];
  /** Names another issuer than the one that signs. */
  readonly issuerName?: Uint8Array;
  /** Names another key of the issuer. */
  readonly authorityKeyId?: Uint8Array;
  /** Signs with another key than the issuer's. */
  readonly signer?: Signer;
  /** Replaces the version, for certificates that must be refused. */
  readonly version?: Uint8Array;
  /** Goes in after the public key. */
  readonly extra?: Uint8Array;
  /** Replaces the SubjectPublicKeyInfo. */
  readonly spki?: Uint8Array;
  /** Replaces the AlgorithmIdentifier inside of the signed part. */
  readonly innerAlgorithm?: Uint8Array;
}

/** CAs with a critical basicConstraints and keyUsage; leaves with what `shape` says. */
export async function issue<S extends Signer>(
  issuer: Authority | undefined,
  key: S,
  shape: CertificateShape,
): Promise<Authority<S>> {
  const name = nameOf(shape.commonName);
  const signer = shape.signer ?? issuer?.key ?? key;
  const constraints =
    shape.isCa === undefined
      ? []
      : [
          extension(
            '2.5.29.19',
            sequence(
              ...(shape.isCa ? [boolean(true)] : []),
              ...(shape.pathLength === undefined ? [] : [integer(shape.pathLength)]),
            ),
            true,
          ),
        ];
  const usage = shape.usage === undefined ? [] : [extension('2.5.29.15', bits(Uint8Array.of(shape.usage)), true)];
  const spki = shape.spki ?? key.spki;
  const body = sequence(
    shape.version ?? tlv(0xa0, integer(2)),
    integer(shape.serial ?? 1),
    shape.innerAlgorithm ?? signer.algorithm,
    shape.issuerName ?? issuer?.name ?? name,
    sequence(time(shape.notBefore ?? NOT_BEFORE), time(shape.notAfter ?? NOT_AFTER)),
    name,
    spki,
    ...(shape.extra ? [shape.extra] : []),
    tlv(
      0xa3,
      sequence(
        ...constraints,
        ...usage,
        extension('2.5.29.14', octets(keyId(key.spki))),
        extension('2.5.29.35', sequence(tlv(0x80, shape.authorityKeyId ?? keyId((issuer?.key ?? key).spki)))),
        ...(shape.extensions ?? []),
      ),
    ),
  );
  const der = sequence(body, signer.algorithm, bits(await signer.sign(body)));
  return { der, name, key };
}

export interface ListShape {
  readonly revoked?: readonly number[];
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | null;
  readonly signer?: Signer;
  readonly extensions?: readonly Uint8Array[];
  readonly entryExtensions?: readonly Uint8Array[];
  readonly authorityKeyId?: Uint8Array;
  readonly version?: Uint8Array;
  readonly innerAlgorithm?: Uint8Array;
}

export async function revocationList(issuer: Authority, shape: ListShape = {}): Promise<Uint8Array> {
  const signer = shape.signer ?? issuer.key;
  const { entryExtensions } = shape;
  const entries = (shape.revoked ?? []).map((serial) =>
    sequence(integer(serial), time(NOT_BEFORE), ...(entryExtensions ? [sequence(...entryExtensions)] : [])),
  );
  const body = sequence(
    shape.version ?? integer(1),
    shape.innerAlgorithm ?? signer.algorithm,
    issuer.name,
    time(shape.thisUpdate ?? new Date('2026-05-20T00:00:00Z')),
    ...(shape.nextUpdate === null ? [] : [time(shape.nextUpdate ?? new Date('2026-06-20T00:00:00Z'))]),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    tlv(
      0xa0,
      sequence(
        extension('2.5.29.20', integer(1)),
        extension('2.5.29.35', sequence(tlv(0x80, shape.authorityKeyId ?? keyId(issuer.key.spki)))),
        ...(shape.extensions ?? []),
      ),
    ),
  );
  return sequence(body, signer.algorithm, bits(await signer.sign(body)));
}

export function toPem(...certificates: readonly Uint8Array[]): string {
  const one = (der: Uint8Array) => {
    const lines =
      Buffer.from(der)
        .toString('base64')
        .match(/.{1,64}/g) ?? [];
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  };
  return certificates.map(one).join('');
}

/** The test's own root, as a caller passes it. */
export function trust({ der }: Authority, product?: TrustedRoot['product']): readonly TrustedRoot[] {
  return [{ name: 'test root', sha256: bytesToHex(sha256(der)), ...(product && { product }) }];
}

/** The moment that all made evidence is verified at. */
export const AT = new Date('2026-06-01T12:00:00Z');
