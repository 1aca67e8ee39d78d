import { encode } from 'cborg';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { TEE_LIMITS, TEE_REASONS, createKeyBinding, verifyNitroDocument } from '../../src/index.ts';
import type { TeeFailureCode, TeePolicy, TeeResult } from '../../src/index.ts';
import { nitroChain, nitroDocument, nitroPayload, pcr } from './support/nitroEvidence.ts';
import type { NitroChain, NitroChainShape } from './support/nitroEvidence.ts';
import { expectRefusal } from './support/expectRefusal.ts';
import { AT, ecSigner, extension, trust } from './support/pki.ts';

const KEY = Uint8Array.from([2, 1, 2, 3]);
const NONCE = new Uint8Array(32).fill(7);
const DAY = 86_400_000;

let chain: NitroChain;
before(async () => {
  chain = await nitroChain();
});

function judge(document: Uint8Array, policy: TeePolicy = {}, at = AT, from = chain): Promise<TeeResult> {
  return verifyNitroDocument(document, { at, policy, roots: trust(from.root) });
}

const withFields = (changes: Record<string, unknown>) => nitroDocument(chain, nitroPayload(chain, changes));

describe('Nitro documents made here', () => {
  it('a document with everything is valid, and its claims are what it says', async () => {
    const document = withFields({ user_data: createKeyBinding(KEY), nonce: NONCE, public_key: KEY });
    const policy = { key: KEY, nonce: NONCE, requireNonce: true, measurements: { pcr0: '01'.repeat(48) } };
    const result = await judge(document, policy);
    expect(result.verdict).to.equal('valid');
    if (result.verdict !== 'valid') return;
    expect(result.claims).to.deep.equal({
      format: 'nitro',
      version: 1,
      debug: false,
      migratable: false,
      measurements: { pcr0: '01'.repeat(48), pcr1: '02'.repeat(48), pcr2: '03'.repeat(48), pcr3: '04'.repeat(48) },
      productId: null,
      svn: null,
      reportData: Buffer.from(createKeyBinding(KEY)).toString('hex'),
      nonce: '07'.repeat(32),
      publicKey: '02010203',
      time: AT.getTime() - 10_000,
      tcb: null,
      root: 'test root',
    });
    expect(result.checks.map(({ name, outcome }) => `${name} ${outcome}`)).to.deep.equal([
      'options passed',
      'format passed',
      'chain passed',
      'signature passed',
      'debug passed',
      'migration passed',
      'measurements passed',
      'binding passed',
      'freshness passed',
    ]);
  });

  it('a bare document is valid, with CBOR tag 18 as well', async () => {
    const document = withFields({ public_key: undefined });
    expect((await judge(document)).code).to.equal('ok');
    expect((await judge(Uint8Array.of(0xd2, ...document))).code).to.equal('ok');
  });

  it('without injected roots the pinned one decides', async () => {
    expectRefusal(await verifyNitroDocument(withFields({}), { at: AT }), 'root-untrusted');
  });

  const payloads: readonly [title: string, changes: Record<string, unknown>, code: TeeFailureCode][] = [
    ['an unknown field', { extra: 1 }, 'evidence-malformed'],
    ['a field called __proto__', { ['__proto__']: new Map() }, 'evidence-malformed'],
    ['no module id', { module_id: undefined }, 'evidence-malformed'],
    ['an empty module id', { module_id: '' }, 'evidence-malformed'],
    ['another digest', { digest: 'SHA256' }, 'evidence-malformed'],
    ['a negative timestamp', { timestamp: -1 }, 'evidence-malformed'],
    ['a timestamp beyond all calendars', { timestamp: 8.65e15 }, 'evidence-malformed'],
    ['a timestamp as text', { timestamp: '1' }, 'evidence-malformed'],
    ['PCRs as a list', { pcrs: [pcr(1)] }, 'evidence-malformed'],
    ['PCR 32', { pcrs: new Map([[32, pcr(1)]]) }, 'evidence-malformed'],
    ['a PCR named by text', { pcrs: new Map([['0', pcr(1)]]) }, 'evidence-malformed'],
    ['a PCR of 32 bytes', { pcrs: new Map([[0, new Uint8Array(32)]]) }, 'evidence-malformed'],
    ['no PCR2', { pcrs: new Map([0, 1].map((index) => [index, pcr(1)])) }, 'evidence-malformed'],
    ['no certificate', { certificate: undefined }, 'evidence-malformed'],
    ['a certificate that is none', { certificate: Uint8Array.of(0x30, 0) }, 'certificate-malformed'],
    ['a certificate that is no DER', { certificate: Uint8Array.of(0x30, 0x80, 0, 0) }, 'der-malformed'],
    ['a bundle that is no list', { cabundle: new Map() }, 'evidence-malformed'],
    ['an empty bundle', { cabundle: [] }, 'evidence-malformed'],
    ['a bundle of eight', { cabundle: Array.from({ length: 8 }, () => pcr(1)) }, 'evidence-malformed'],
    ['user data as text', { user_data: 'x' }, 'evidence-malformed'],
    ['user data beyond the limit', { user_data: new Uint8Array(1025) }, 'evidence-malformed'],
    ['zero PCR0: debug mode', { pcrs: new Map([0, 1, 2].map((i) => [i, pcr(i)])) }, 'debug-refused'],
    ['zero PCRs: debug mode', { pcrs: new Map([0, 1, 2].map((i) => [i, pcr(0)])) }, 'debug-refused'],
    ['an old document', { timestamp: AT.getTime() - 300_001 }, 'evidence-too-old'],
    ['a document from the future', { timestamp: AT.getTime() + 60_001 }, 'evidence-from-future'],
  ];
  for (const [title, changes, code] of payloads) {
    it(`${title}: ${code}`, async () => expectRefusal(await judge(withFields(changes)), code));
  }

  it('the limits of age and clock skew are inclusive', async () => {
    expect((await judge(withFields({ timestamp: AT.getTime() - 300_000 }))).code).to.equal('ok');
    expect((await judge(withFields({ timestamp: AT.getTime() + 60_000 }))).code).to.equal('ok');
    expect((await judge(withFields({ timestamp: AT.getTime() - DAY }), { maxAgeSeconds: 86_400 })).code).to.equal('ok');
    expectRefusal(
      await judge(withFields({ timestamp: AT.getTime() + 1 }), { clockSkewSeconds: 0 }),
      'evidence-from-future',
    );
  });

  it('debug mode passes where the policy allows it, and is told', async () => {
    const document = withFields({ pcrs: new Map([0, 1, 2].map((i) => [i, pcr(0)])) });
    const result = await judge(document, { allowDebug: true });
    expect(result.verdict === 'valid' && result.claims.debug).to.equal(true);
  });

  const envelopes: readonly [title: string, make: () => Uint8Array, code: TeeFailureCode][] = [
    ['no bytes', () => new Uint8Array(), 'evidence-malformed'],
    ['a document beyond the limit', () => new Uint8Array(TEE_LIMITS.nitroDocument + 1), 'input-too-large'],
    ['three parts', () => encode([new Uint8Array(), new Map(), new Uint8Array()]), 'evidence-malformed'],
    ['no list', () => encode(new Map()), 'evidence-malformed'],
    ['trailing bytes', () => Uint8Array.of(...withFields({}), 0), 'evidence-malformed'],
    ['an indefinite list', () => Uint8Array.of(0x9f, 0xff), 'evidence-malformed'],
    [
      'ES256',
      () => nitroDocument(chain, nitroPayload(chain), { header: Uint8Array.of(0xa1, 1, 0x26) }),
      'algorithm-unsupported',
    ],
    [
      'an unprotected header',
      () => nitroDocument(chain, nitroPayload(chain), { unprotected: new Map([[4, 1]]) }),
      'evidence-malformed',
    ],
    [
      'an unprotected header that is no map',
      () => nitroDocument(chain, nitroPayload(chain), { unprotected: [] }),
      'evidence-malformed',
    ],
    ['a payload that is no map', () => nitroDocument(chain, new Map(), { payload: encode([1]) }), 'evidence-malformed'],
    [
      'a key twice',
      () => nitroDocument(chain, new Map(), { payload: Uint8Array.of(0xa2, 0x61, 0x61, 1, 0x61, 0x61, 2) }),
      'evidence-malformed',
    ],
    [
      'a signature of another key',
      () => nitroDocument(chain, nitroPayload(chain), { signer: ecSigner('p384') }),
      'signature-invalid',
    ],
    [
      'a signature of 64 bytes',
      () => nitroDocument(chain, nitroPayload(chain), { signer: ecSigner('p256') }),
      'evidence-malformed',
    ],
    [
      'a signature of zeros',
      () => withFields({}).map((byte, at, all) => (at >= all.length - 96 ? 0 : byte)),
      'signature-invalid',
    ],
  ];
  for (const [title, make, code] of envelopes) {
    it(`${title}: ${code}`, async () => expectRefusal(await judge(make()), code));
  }

  /** Signs a payload that no encoder writes: `edit` gets the nine fields as encoded, without the head of the map. */
  const odd = (edit: (fields: Uint8Array) => Uint8Array) =>
    nitroDocument(chain, new Map(), { payload: edit(encode(nitroPayload(chain)).subarray(1)) });
  const DIGEST = Uint8Array.of(...encode('digest'), ...encode('SHA384'));
  const encodings: readonly [title: string, edit: (fields: Uint8Array) => Uint8Array, code: TeeFailureCode | 'ok'][] = [
    ['as it should be', (fields) => Uint8Array.of(0xa9, ...fields), 'ok'],
    ['a known field twice', (fields) => Uint8Array.of(0xaa, ...fields, ...DIGEST), 'evidence-malformed'],
    ['an indefinite map', (fields) => Uint8Array.of(0xbf, ...fields, 0xff), 'evidence-malformed'],
    ['the number of fields in two bytes', (fields) => Uint8Array.of(0xb8, 9, ...fields), 'evidence-malformed'],
    ['a tag', (fields) => Uint8Array.of(0xc1, 0xa9, ...fields), 'evidence-malformed'],
    ['bytes after the map', (fields) => Uint8Array.of(0xa9, ...fields, 0), 'evidence-malformed'],
  ];
  for (const [title, edit, code] of encodings) {
    it(`a payload with ${title}: ${code}`, async () => {
      const result = await judge(odd(edit));
      if (code === 'ok') expect(result.code).to.equal('ok');
      else expectRefusal(result, code);
    });
  }

  it('a CBOR fault names its offset', async () => {
    const result = await judge(Uint8Array.of(0x84, 0x18, 0x01));
    expectRefusal(result, 'evidence-malformed');
    expect(result.verdict !== 'valid' && result.offset).to.equal(1);
  });

  const policies: readonly [title: string, policy: TeePolicy, code: TeeFailureCode][] = [
    ['another measurement', { measurements: { pcr0: '02'.repeat(48) } }, 'measurement-mismatch'],
    ['a measurement of another format', { measurements: { mrTd: '02'.repeat(48) } }, 'measurement-mismatch'],
    ['a product id', { productId: 1 }, 'measurement-mismatch'],
    ['a security version', { minimumSvn: 0 }, 'svn-too-low'],
    ['a key that nothing binds', { key: KEY }, 'key-binding-mismatch'],
    ['user data that are absent', { reportData: KEY }, 'report-data-mismatch'],
    ['a nonce that is absent', { nonce: NONCE }, 'nonce-mismatch'],
    ['a nonce demanded and not named', { requireNonce: true }, 'nonce-not-given'],
    ['key and report data', { key: KEY, reportData: KEY }, 'options-invalid'],
    ['an empty key', { key: new Uint8Array() }, 'options-invalid'],
    ['an empty nonce', { nonce: new Uint8Array() }, 'options-invalid'],
    ['a measurement in capitals', { measurements: { pcr0: 'AB' } }, 'options-invalid'],
    ['a measurement that is undefined', { measurements: { pcr0: undefined } }, 'options-invalid'],
    ['a negative age', { maxAgeSeconds: -1 }, 'options-invalid'],
    ['an endless skew', { clockSkewSeconds: Infinity }, 'options-invalid'],
    ['a grace period that is no number', { collateralGraceSeconds: NaN }, 'options-invalid'],
  ];
  for (const [title, policy, code] of policies) {
    it(`policy, ${title}: ${code}`, async () => expectRefusal(await judge(withFields({}), policy), code));
  }

  it('options that name no moment or no proper roots: options-invalid', async () => {
    const document = withFields({});
    const [root] = trust(chain.root);
    expectRefusal(await verifyNitroDocument(document, { at: new Date(NaN) }), 'options-invalid');
    expectRefusal(await verifyNitroDocument(document, { at: AT, roots: [] }), 'options-invalid');
    const roots = [{ name: 'x', sha256: root?.sha256.toUpperCase() ?? '' }];
    expectRefusal(await verifyNitroDocument(document, { at: AT, roots }), 'options-invalid');
  });

  it('a nonce and a key of others: the code names which', async () => {
    const document = withFields({ user_data: createKeyBinding(KEY), nonce: NONCE });
    expectRefusal(await judge(document, { key: NONCE }), 'key-binding-mismatch');
    expectRefusal(await judge(document, { key: KEY, nonce: KEY }), 'nonce-mismatch');
    expectRefusal(await judge(document, { reportData: NONCE }), 'report-data-mismatch');
    expect((await judge(document, { reportData: createKeyBinding(KEY) })).code).to.equal('ok');
  });
});

describe('certificate chains, by the example of Nitro documents', () => {
  const foreign = ecSigner('p384');
  const EVENT = '1.2.3.4';
  const chains: readonly [title: string, shape: NitroChainShape, code: TeeFailureCode][] = [
    ['an expired leaf', { leaf: { notAfter: new Date(AT.getTime() - 1000) } }, 'certificate-expired'],
    ['a leaf of tomorrow', { leaf: { notBefore: new Date(AT.getTime() + 1000) } }, 'certificate-not-yet-valid'],
    ['an expired CA', { zone: { notAfter: new Date(AT.getTime() - 1000) } }, 'certificate-expired'],
    ['an expired root', { root: { notAfter: new Date(AT.getTime() - 1000) } }, 'certificate-expired'],
    [
      'a critical extension',
      { leaf: { extensions: [extension(EVENT, Uint8Array.of(5, 0), true)] } },
      'certificate-critical-extension',
    ],
    ['an issuer that is no CA', { zone: { isCa: false, pathLength: undefined } }, 'certificate-not-ca'],
    ['an issuer without basic constraints', { zone: { isCa: undefined } }, 'certificate-not-ca'],
    ['an issuer that may not sign certificates', { zone: { usage: 0x80 } }, 'certificate-not-ca'],
    ['an issuer without key usage', { zone: { usage: undefined } }, 'certificate-not-ca'],
    ['a path that is too long', { root: { pathLength: 0 } }, 'certificate-path-length'],
    ['a leaf that is a CA', { leaf: { isCa: true } }, 'certificate-usage'],
    ['a leaf that may not sign', { leaf: { usage: 0x08 } }, 'certificate-usage'],
    ['another issuer name', { leaf: { issuerName: new Uint8Array([0x30, 0]) } }, 'certificate-issuer-mismatch'],
    ['another issuer key', { leaf: { authorityKeyId: new Uint8Array(20) } }, 'certificate-issuer-mismatch'],
    ['a leaf signed by another key', { leaf: { signer: foreign } }, 'certificate-signature'],
    ['a leaf signed by a key of another curve', { leaf: { signer: ecSigner('p256') } }, 'certificate-signature'],
    ['a root that does not sign itself', { root: { signer: foreign } }, 'certificate-signature'],
    ['a leaf with a P-256 key', { leafCurve: 'p256' }, 'algorithm-unsupported'],
  ];
  for (const [title, shape, code] of chains) {
    it(`${title}: ${code}`, async () => {
      const made = await nitroChain(shape);
      const signer = made.leaf.key.point.length === 97 ? made.leaf.key : ecSigner('p384');
      const document = nitroDocument(made, nitroPayload(made), { signer });
      expectRefusal(await judge(document, {}, AT, made), code);
    });
  }

  for (const [title, signature] of [
    ['no bytes', new Uint8Array()],
    ['no DER', Uint8Array.of(1, 2, 3)],
    ['zeros', Uint8Array.of(0x30, 6, 2, 1, 0, 2, 1, 0)],
  ] as const) {
    it(`a leaf whose signature is ${title}: certificate-signature`, async () => {
      const signer = { ...foreign, sign: () => Promise.resolve(signature) };
      const made = await nitroChain({ leaf: { signer } });
      expectRefusal(await judge(nitroDocument(made, nitroPayload(made)), {}, AT, made), 'certificate-signature');
    });
  }

  it('the limits of validity are inclusive', async () => {
    const made = await nitroChain({ leaf: { notBefore: AT, notAfter: AT } });
    expect((await judge(nitroDocument(made, nitroPayload(made)), {}, AT, made)).code).to.equal('ok');
  });

  it('a certificate without usage and constraints may be the leaf', async () => {
    const made = await nitroChain({ leaf: { usage: undefined, isCa: undefined } });
    expect((await judge(nitroDocument(made, nitroPayload(made)), {}, AT, made)).code).to.equal('ok');
  });

  it('another root of the same name: root-untrusted', async () => {
    const other = await nitroChain();
    expectRefusal(await judge(withFields({}), {}, AT, other), 'root-untrusted');
  });

  it('a chain without its CA, or in another order', async () => {
    const { root, zone } = chain;
    const short = nitroDocument(chain, nitroPayload(chain, { cabundle: [root.der] }));
    expectRefusal(await judge(short), 'certificate-issuer-mismatch');
    const turned = nitroDocument(chain, nitroPayload(chain, { cabundle: [zone.der, root.der] }));
    expectRefusal(await judge(turned), 'root-untrusted');
  });

  it('every reason has a verdict, and only ok is valid', () => {
    const valid = Object.entries(TEE_REASONS).filter(([, { verdict }]) => verdict === 'valid');
    expect(valid.map(([code]) => code)).to.deep.equal(['ok']);
  });
});
