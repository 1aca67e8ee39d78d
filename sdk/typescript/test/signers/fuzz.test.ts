// Parsers of keys and keystores over hostile input: an error of this library or a result, and never slow.
import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { SageError } from '../../src/index.ts';
import type { Jwk, KeyMaterial } from '../../src/index.ts';
import {
  createAgreementKey,
  detectAlgorithm,
  detectKeyKind,
  encryptKey,
  generatePrivateJwk,
  parseKeystore,
  toPrivateJwk,
  toRegistryKey,
} from '../../src/signers/index.ts';
import type { KeyKind, Keystore } from '../../src/signers/index.ts';

/** 100,000 inputs in total with the five properties below. */
const RUNS = Number(process.env['SAGE_FUZZ_RUNS'] ?? 20_000);
/** Of the processor, so that a busy machine makes no difference. Far above what an input takes; what grows with a power of the length exceeds it. */
const MOST_MICROSECONDS = 500_000;
const KINDS: readonly KeyKind[] = ['ed25519', 'p256', 'p384', 'secp256k1', 'x25519', 'rsa'];

/** Runs parsers; each must return, or throw an error of this library, in time. */
function survives(...actions: (() => unknown)[]): number {
  let taken = 0;
  for (const action of actions) {
    const start = process.cpuUsage();
    try {
      action();
      taken += 1;
    } catch (error) {
      if (!(error instanceof SageError)) throw error;
      if (error.message.length > 1000) throw new Error('an error quotes its input', { cause: error });
    }
    const { user } = process.cpuUsage(start);
    if (user > MOST_MICROSECONDS) throw new Error(`slow: ${user} µs`);
  }
  return taken;
}

const all = (material: KeyMaterial, kind: KeyKind | undefined) => [
  () => toPrivateJwk(material, kind),
  () => createAgreementKey(material),
  () => toRegistryKey(kind === 'p256' || kind === 'x25519' || kind === 'ed25519' ? kind : 'secp256k1', material),
];
const known = (material: Jwk | string) => [() => detectKeyKind(material), () => detectAlgorithm(material)];

const pairs = [
  generateKeyPairSync('ed25519'),
  generateKeyPairSync('x25519'),
  generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  generateKeyPairSync('ec', { namedCurve: 'P-384' }),
];
const pems = pairs.flatMap(({ privateKey, publicKey }) => [
  privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  publicKey.export({ format: 'pem', type: 'spki' }).toString(),
]);
const jwks = pairs.flatMap(({ privateKey, publicKey }) => [
  privateKey.export({ format: 'jwk' }) as Jwk,
  publicKey.export({ format: 'jwk' }) as Jwk,
]);
const kind = fc.constantFrom(undefined, ...KINDS);
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    '-----BEGIN ',
    'PRIVATE KEY-----',
    '-----END ',
    '\n',
    ' '.repeat(3000),
    'A'.repeat(3000),
    '====',
    '-'.repeat(50),
  ),
);

/** A text in which a few places are replaced, cut out or repeated. */
const spoiled = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4), piece), { maxLength: 3 }),
    )
    .map(([text, edits]) =>
      edits.reduce((value, [place, length, insert]) => {
        const start = Math.floor(place * value.length);
        return value.slice(0, start) + insert + value.slice(start + length);
      }, text),
    );

/** PEM around DER in which bytes are changed: gets past the base64. */
const spoiledDer = fc
  .tuple(
    fc.constantFrom(...pems),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
    fc.option(fc.nat(200), { nil: undefined }),
  )
  .map(([pem, edits, cut]) => {
    const lines = pem.trim().split('\n');
    const bytes = Buffer.from(lines.slice(1, -1).join(''), 'base64');
    for (const [place, value] of edits) bytes[place % bytes.length] = value;
    return [lines[0], bytes.subarray(0, cut).toString('base64'), lines.at(-1)].join('\n');
  });

describe('fuzz: keys and keystores', function () {
  this.timeout(600_000);

  const check = (arbitrary: fc.Arbitrary<() => number>, least: number): void => {
    let taken = 0;
    fc.assert(
      fc.property(arbitrary, (run) => {
        taken += run();
      }),
      { numRuns: RUNS },
    );
    expect(taken).to.be.greaterThan(RUNS * least);
  };

  it('PEM: broken texts', () => {
    const runs = fc.tuple(spoiled(pems), kind).map(
      ([pem, one]) =>
        () =>
          survives(...all(pem, one), ...known(pem)),
    );
    check(runs, 0.02);
  });

  it('PEM: broken DER', () => {
    const runs = fc.tuple(spoiledDer, kind).map(
      ([pem, one]) =>
        () =>
          survives(...all(pem, one), ...known(pem)),
    );
    check(runs, 0.02);
  });

  it('JWK: fields of any type and content', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.constantFrom<unknown>(
        { toString: 1 },
        undefined,
        null,
        0,
        {},
        [],
        'OKP',
        'EC',
        'RSA',
        'P-256',
        'X25519',
        'A'.repeat(43),
        '__proto__',
      ),
      fc.uint8Array({ minLength: 32, maxLength: 48 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    );
    const field = fc.constantFrom('kty', 'crv', 'x', 'y', 'd', 'n', 'e', 'alg', 'use', 'p', '__proto__');
    const jwk = fc
      .tuple(fc.constantFrom<Jwk>({}, ...jwks), fc.array(fc.tuple(field, value), { maxLength: 2 }))
      .map(([base, edits]) => Object.assign({ ...base }, ...edits.map(([name, one]) => ({ [name]: one }))) as Jwk);
    const wild = fc.oneof(
      { weight: 9, arbitrary: jwk },
      { weight: 1, arbitrary: fc.jsonValue().map((one) => one as Jwk) },
    );
    const runs = fc.tuple(wild, kind).map(
      ([one, other]) =>
        () =>
          survives(...all(one, other), ...known(one)),
    );
    check(runs, 0.02);
  });

  it('raw bytes', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ minLength: 32, maxLength: 33 }));
    check(
      fc.tuple(bytes, kind).map(
        ([one, other]) =>
          () =>
            survives(...all(one, other)),
      ),
      0.02,
    );
  });

  describe('keystores', () => {
    let texts: string[];

    before(async () => {
      const keystores = await Promise.all(
        (['ed25519', 'p256'] as const).map((one) => encryptKey(generatePrivateJwk(one), 'a password', { n: 2 ** 14 })),
      );
      texts = keystores.flatMap((one) => [JSON.stringify(one), JSON.stringify(one, null, 2)]);
    });

    it('broken texts, and any JSON in any field', () => {
      const names = [
        'format',
        'version',
        'label',
        'publicKey',
        'kdf',
        'cipher',
        'ciphertext',
        '__proto__',
        'x',
      ] as const;
      const replaced = fc
        .tuple(fc.nat(3), fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }))
        .map(([index, name, value]) => {
          const keystore = JSON.parse(texts[index] ?? '') as Keystore;
          return JSON.stringify({ ...keystore, [name]: value });
        });
      const deep = fc.nat(60_000).map((depth) => '['.repeat(depth));
      const text = fc.oneof(
        { weight: 5, arbitrary: fc.nat(3).chain((index) => spoiled([texts[index] ?? ''])) },
        { weight: 5, arbitrary: replaced },
        { weight: 2, arbitrary: fc.json() },
        { weight: 1, arbitrary: deep },
      );
      check(
        text.map((one) => () => survives(() => parseKeystore(one))),
        0.01,
      );
    });
  });
});
