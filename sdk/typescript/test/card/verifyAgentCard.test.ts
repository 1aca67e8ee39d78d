import { generateKeyPairSync, sign } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { CARD_SHAPE } from '../../src/card/cardShape.ts';
import { createCardPayloads } from '../../src/card/createCardPayloads.ts';
import { omitDefaults } from '../../src/card/omitDefaults.ts';
import {
  CARD_REASONS,
  CardError,
  canonicalizeJson,
  createSigningKey,
  createVerificationKey,
  signAgentCard,
  verifyAgentCard,
} from '../../src/index.ts';
import type { CardReason, CardSignature, CardVersion, ChainKey, SigningKey } from '../../src/index.ts';
import { card, oldCard } from './support.ts';

type Fields = Record<string, unknown>;
type Alg = 'EdDSA' | 'ES256' | 'ES256K';

const ALGORITHMS = { EdDSA: 'ed25519', ES256: 'ecdsa-p256-sha256', ES256K: 'es256k' } as const;

interface Keys {
  readonly signing: SigningKey;
  readonly chain: ChainKey;
}

async function makeKeys(alg: Alg, seed: number): Promise<Keys> {
  const algorithm = ALGORITHMS[alg];
  const secret = new Uint8Array(32).fill(seed);
  const publicKey = await publicKeyOf(alg, secret);
  return {
    signing: await createSigningKey(algorithm, secret),
    chain: {
      kids: [`0x${seed}`, `did:sage:test:tide#0x${seed}`],
      key: await createVerificationKey(algorithm, publicKey),
    },
  };
}

async function publicKeyOf(alg: Alg, secret: Uint8Array): Promise<Uint8Array> {
  if (alg === 'EdDSA') return (await import('@noble/curves/ed25519.js')).ed25519.getPublicKey(secret);
  if (alg === 'ES256') return p256.getPublicKey(secret);
  return (await import('@noble/curves/secp256k1.js')).secp256k1.getPublicKey(secret);
}

const base64Url = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A signature with any header over the card without signatures, made by hand. */
async function forge(of: Fields, key: SigningKey, header: unknown, unprotected?: Fields): Promise<CardSignature> {
  const { signatures: _, ...content } = of;
  const text = base64Url(header);
  const payload = canonicalizeJson(content) ?? expect.fail('not canonical');
  const bytes = await key.sign(Buffer.from(`${text}.${Buffer.from(payload).toString('base64url')}`));
  const signature = Buffer.from(bytes).toString('base64url');
  return { protected: text, signature, ...(unprotected ? { header: unprotected } : {}) };
}

async function codeOf(of: Fields, keys: readonly ChainKey[]): Promise<CardReason> {
  const { code, verdict, message } = await verifyAgentCard(JSON.stringify(of), keys);
  expect(verdict).to.equal(CARD_REASONS[code].verdict);
  expect(message).to.include(CARD_REASONS[code].meaning);
  produced.add(code);
  return code;
}

const produced = new Set<CardReason>();
let ed: Keys;
let p: Keys;
let k: Keys;

before(async () => {
  ed = await makeKeys('EdDSA', 1);
  p = await makeKeys('ES256', 2);
  k = await makeKeys('ES256K', 3);
});

describe('verifyAgentCard', () => {
  for (const [alg, of] of [
    ['EdDSA', () => ed],
    ['ES256', () => p],
    ['ES256K', () => k],
  ] as const) {
    it(`accepts what signAgentCard signs with ${alg}, in all versions and by every name of the key`, async () => {
      const { signing, chain } = of();
      for (const content of [card(), oldCard(), oldCard({ protocolVersion: '0.2.6' })]) {
        for (const kid of chain.kids) {
          const signature = await signAgentCard(JSON.stringify(content), signing, kid);
          expect(JSON.parse(Buffer.from(signature.protected, 'base64url').toString())).to.deep.equal({
            alg,
            typ: 'JOSE',
            kid,
          });
          const signed = { ...content, signatures: [signature] };
          const { verdict, code, signatures, result } = await verifyAgentCard(Buffer.from(JSON.stringify(signed)), [
            chain,
          ]);
          expect([verdict, code, result.kind]).to.deep.equal(['valid', 'ok', 'card']);
          expect(signatures).to.have.length(1);
          expect(signatures[0]).to.deep.include({ verdict: 'valid', code: 'ok', alg, kid });
          expect(signatures[0]?.payload).to.equal(result.version === '1.0' ? 'defaults-omitted' : 'as-is');
        }
      }
    });
  }

  it('does not care about white space, the order of keys, or spellings of strings and numbers', async () => {
    const content = card({ weight: 1.5 });
    const signature = await signAgentCard(JSON.stringify(content), ed.signing, '0x1');
    const text = JSON.stringify(
      Object.fromEntries(Object.entries({ ...content, signatures: [signature] }).reverse()),
      null,
      2,
    );
    const other = text
      .replace('"weight": 1.5', '"weight": 15e-1')
      .replace('"Tide Tables"', String.raw`"\u0054ide Tables"`);
    expect(other).to.not.equal(text);
    expect((await verifyAgentCard(other, [ed.chain])).verdict).to.equal('valid');
  });

  it('accepts signatures that Node makes', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const jwk = publicKey.export({ format: 'jwk' }) as { kty: string; crv: string; x: string };
    const chain = { kids: ['node'], key: await createVerificationKey('ed25519', jwk) };
    const signing: SigningKey = { algorithm: 'ed25519', sign: (data) => sign(null, data, privateKey) };
    for (const alg of ['EdDSA', 'Ed25519']) {
      const content = card();
      const signatures = [await forge(content, signing, { alg, kid: 'node' })];
      expect(await codeOf({ ...content, signatures }, [chain])).to.equal('ok');
    }
  });

  it('refuses the high s that Node makes half of the time, and only that', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' }) as { kty: string; crv: string; x: string; y: string };
    // A key that would accept it elsewhere does not here.
    const key = await createVerificationKey('ecdsa-p256-sha256', jwk, { acceptsHighS: true });
    const signing: SigningKey = {
      algorithm: 'ecdsa-p256-sha256',
      sign: (data) => sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    };
    const seen = new Set<string>();
    for (let attempt = 0; attempt < 200 && seen.size < 2; attempt++) {
      const content = card({ attempt });
      const signature = await forge(content, signing, { alg: 'ES256', kid: 'node' });
      const isHigh = p256.Signature.fromBytes(Buffer.from(signature.signature, 'base64url'), 'compact').hasHighS();
      const code = await codeOf({ ...content, signatures: [signature] }, [{ kids: ['node'], key }]);
      expect(code).to.equal(isHigh ? 'signature-high-s' : 'ok');
      seen.add(code);
    }
    expect(seen.size).to.equal(2);
  });

  it('A41: the key that a card brings along is never the one it is checked against', async () => {
    const thief = await makeKeys('EdDSA', 9);
    const jwk = {
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from(await publicKeyOf('EdDSA', new Uint8Array(32).fill(9))).toString('base64url'),
    };
    const content = card({ name: 'Not the agent', jwks: { keys: [jwk] }, publicKey: jwk });
    const header = {
      alg: 'EdDSA',
      jwk,
      jku: 'https://thief.example/jwks.json',
      x5c: ['AA=='],
      x5u: 'https://thief.example/x5u',
    };
    const stranger = {
      ...content,
      signatures: [await forge(content, thief.signing, { ...header, kid: 'thief' }, { jwks: [jwk] })],
    };
    expect(await codeOf(stranger, [ed.chain, p.chain, k.chain])).to.equal('key-not-found');
    expect(await codeOf(stranger, [])).to.equal('key-not-found');
    const named = { ...content, signatures: [await forge(content, thief.signing, { ...header, kid: '0x1' })] };
    expect(await codeOf(named, [ed.chain])).to.equal('signature-invalid');
  });

  it('A41: nothing is fetched for a card', async () => {
    const before = globalThis.fetch;
    let calls = 0;
    globalThis.fetch = () => {
      calls += 1;
      return Promise.reject(new Error('no network'));
    };
    try {
      const content = card();
      const signatures = [
        await forge(content, ed.signing, { alg: 'EdDSA', kid: 'x', jku: 'https://thief.example/jwks.json' }),
      ];
      expect(await codeOf({ ...content, signatures }, [ed.chain])).to.equal('key-not-found');
    } finally {
      globalThis.fetch = before;
    }
    expect(calls).to.equal(0);
  });

  it('covers every field: no change passes', async () => {
    const content = card({ extra: { a: [1, 'b', null] }, securitySchemes: { m: { mtlsSecurityScheme: {} } } });
    const signatures = [await signAgentCard(JSON.stringify(content), ed.signing, '0x1')];
    const changes: Fields[] = [
      { name: 'Tide tables' },
      { extra: { a: [1, 'b'] } },
      { extra: undefined },
      { more: 1 },
      { supportedInterfaces: [{ url: 'https://thief.example', protocolBinding: 'JSONRPC', protocolVersion: '1.0' }] },
      { capabilities: {} },
      { capabilities: { streaming: true } },
      { skills: [] },
      { unknownField: '' },
      { securityRequirements: [{ schemes: { m: {} } }] },
      { documentationUrl: '' },
    ];
    expect(await codeOf({ ...content, signatures }, [ed.chain])).to.equal('ok');
    for (const change of changes) {
      expect(await codeOf({ ...content, ...change, signatures }, [ed.chain]), JSON.stringify(change)).to.equal(
        'signature-invalid',
      );
    }
    const text = JSON.stringify({ ...content, signatures });
    const smuggled = await verifyAgentCard(text.replace('{', '{"__proto__":{"url":"https://thief.example"},'), [
      ed.chain,
    ]);
    expect(smuggled.code).to.equal('signature-invalid');
    const twice = await verifyAgentCard(text.replace('{', '{"name":"Thief",'), [ed.chain]);
    expect(twice.code).to.equal('card-invalid');
  });

  it('takes a card of 1.0 for the same with and without members at their default, as ProtoJSON does', async () => {
    const lean = card();
    const full = card({
      securityRequirements: [],
      capabilities: { streaming: false, extensions: [] },
      supportedInterfaces: [
        { url: 'https://tides.example/a2a', protocolBinding: 'JSONRPC', protocolVersion: '1.0', tenant: '' },
      ],
    });
    const signatures = [await signAgentCard(JSON.stringify(lean), ed.signing, '0x1')];
    const {
      code,
      signatures: [first],
    } = await verifyAgentCard(JSON.stringify({ ...full, signatures }), [ed.chain]);
    expect([code, first?.payload]).to.deep.equal(['ok', 'defaults-omitted']);
    const asIs = [await forge(full, ed.signing, { alg: 'EdDSA', kid: '0x1' })];
    const other = await verifyAgentCard(JSON.stringify({ ...full, signatures: asIs }), [ed.chain]);
    expect([other.code, other.signatures[0]?.payload]).to.deep.equal(['ok', 'as-is']);
    expect(await codeOf({ ...lean, signatures: asIs }, [ed.chain])).to.equal('signature-invalid');
  });

  it('takes a card of 0.3 as it is only', async () => {
    const content = oldCard();
    const signatures = [await signAgentCard(JSON.stringify(content), ed.signing, '0x1')];
    expect(await codeOf({ ...content, signatures }, [ed.chain])).to.equal('ok');
    expect(await codeOf({ ...content, security: [], signatures }, [ed.chain])).to.equal('signature-invalid');
  });

  const HEADERS: readonly (readonly [string, unknown, CardReason, Fields?])[] = [
    ['no alg', { kid: '0x1' }, 'header-malformed'],
    ['alg as a number', { alg: 1, kid: '0x1' }, 'header-malformed'],
    ['an empty alg', { alg: '', kid: '0x1' }, 'header-malformed'],
    ['no kid', { alg: 'EdDSA' }, 'header-malformed'],
    ['an empty kid', { alg: 'EdDSA', kid: '' }, 'header-malformed'],
    ['kid unprotected', { alg: 'EdDSA' }, 'header-malformed', { kid: '0x1' }],
    ['alg unprotected', { kid: '0x1' }, 'header-malformed', { alg: 'EdDSA' }],
    ['a name in both headers', { alg: 'EdDSA', kid: '0x1' }, 'header-malformed', { kid: '0x1' }],
    ['a list', ['EdDSA'], 'header-malformed'],
    ['null', null, 'header-malformed'],
    ['no JSON', '{alg', 'header-malformed'],
    ['alg twice', '{"alg":"none","alg":"EdDSA","kid":"0x1"}', 'header-malformed'],
    ['a header beyond 4 KiB', { alg: 'EdDSA', kid: '0x1', pad: 'x'.repeat(4_096) }, 'header-malformed'],
    ['crit that is empty', { alg: 'EdDSA', kid: '0x1', crit: [] }, 'header-malformed'],
    ['crit that is no list', { alg: 'EdDSA', kid: '0x1', crit: 'exp' }, 'header-malformed'],
    ['crit that names what is not there', { alg: 'EdDSA', kid: '0x1', crit: ['exp'] }, 'header-malformed'],
    ['crit unprotected', { alg: 'EdDSA', kid: '0x1' }, 'header-malformed', { crit: ['x'], x: 1 }],
    ['crit', { alg: 'EdDSA', kid: '0x1', crit: ['exp'], exp: 1 }, 'critical-unsupported'],
    ['crit with b64', { alg: 'EdDSA', kid: '0x1', crit: ['b64'], b64: false }, 'critical-unsupported'],
    ['b64 without crit', { alg: 'EdDSA', kid: '0x1', b64: false }, 'header-malformed'],
    ['alg none', { alg: 'none', kid: '0x1' }, 'algorithm-refused'],
    ['HS256', { alg: 'HS256', kid: '0x1' }, 'algorithm-refused'],
    ['RS256', { alg: 'RS256', kid: '0x1' }, 'algorithm-unsupported'],
    ['PS256', { alg: 'PS256', kid: '0x1' }, 'algorithm-unsupported'],
    ['None', { alg: 'None', kid: '0x1' }, 'algorithm-unsupported'],
    ['eddsa', { alg: 'eddsa', kid: '0x1' }, 'algorithm-unsupported'],
    ['a name that every object has', { alg: 'constructor', kid: '0x1' }, 'algorithm-unsupported'],
    ['the algorithm of another key', { alg: 'ES256', kid: '0x1' }, 'algorithm-mismatch'],
    ['another kid', { alg: 'EdDSA', kid: '0x2' }, 'algorithm-mismatch'],
    ['a kid in other letters', { alg: 'EdDSA', kid: '0X1' }, 'key-not-found'],
    ['fields that are ignored', { alg: 'EdDSA', kid: '0x1', typ: 'JOSE', cty: 'x', other: [1] }, 'ok', { note: 1 }],
  ];
  for (const [title, header, code, unprotected] of HEADERS) {
    it(`${code}: ${title}`, async () => {
      const content = card();
      const signatures = [await forge(content, ed.signing, header, unprotected)];
      expect(await codeOf({ ...content, signatures }, [ed.chain, p.chain])).to.equal(code);
    });
  }

  it('refuses signatures that are no base64url, or of another length', async () => {
    const content = card();
    const { protected: text, signature } = await signAgentCard(JSON.stringify(content), ed.signing, '0x1');
    for (const wrong of [
      '',
      `${signature}=`,
      `${signature}A`,
      signature.slice(4),
      `+${signature.slice(1)}`,
      'A'.repeat(4_000),
    ]) {
      const code = await codeOf({ ...content, signatures: [{ protected: text, signature: wrong || '*' }] }, [ed.chain]);
      expect(code, wrong).to.equal('signature-malformed');
    }
    for (const wrong of [`${text}=`, `${text}*`]) {
      expect(await codeOf({ ...content, signatures: [{ protected: wrong, signature }] }, [ed.chain])).to.equal(
        'header-malformed',
      );
    }
    const bytes = Buffer.from(signature, 'base64url');
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    expect(
      await codeOf({ ...content, signatures: [{ protected: text, signature: bytes.toString('base64url') }] }, [
        ed.chain,
      ]),
    ).to.equal('signature-invalid');
  });

  it('finds the key of the algorithm where two have a name', async () => {
    const content = card();
    const both = [
      { ...p.chain, kids: ['main'] },
      { ...ed.chain, kids: ['main'] },
    ];
    const signatures = [await forge(content, ed.signing, { alg: 'EdDSA', kid: 'main' })];
    expect(await codeOf({ ...content, signatures }, both)).to.equal('ok');
  });

  it('is valid with one valid signature among others, and tells each', async () => {
    const content = card();
    const good = await signAgentCard(JSON.stringify(content), ed.signing, '0x1');
    const wrong = await forge(card({ name: 'other' }), p.signing, { alg: 'ES256', kid: '0x2' });
    const old = await signAgentCard(JSON.stringify(content), k.signing, 'gone');
    const of = async (...signatures: CardSignature[]) => {
      const { code, signatures: all } = await verifyAgentCard(JSON.stringify({ ...content, signatures }), [
        ed.chain,
        p.chain,
      ]);
      return [code, ...all.map((one) => one.code)];
    };
    expect(await of(wrong, old, good)).to.deep.equal(['ok', 'signature-invalid', 'key-not-found', 'ok']);
    expect(await of(old, wrong)).to.deep.equal(['signature-invalid', 'key-not-found', 'signature-invalid']);
    expect(await of(old)).to.deep.equal(['key-not-found', 'key-not-found']);
  });

  it('is unknown without signatures, and with more than it looks at', async () => {
    expect(await codeOf(card(), [ed.chain])).to.equal('signature-absent');
    expect(await codeOf(card({ signatures: [] }), [ed.chain])).to.equal('signature-absent');
    const good = await signAgentCard(JSON.stringify(card()), ed.signing, '0x1');
    const fill = (count: number) => card({ signatures: Array.from({ length: count }, () => good) });
    expect(await codeOf(fill(16), [ed.chain])).to.equal('ok');
    expect(await codeOf(fill(17), [ed.chain])).to.equal('signatures-too-many');
  });

  it('says of the card itself what is wrong with it', async () => {
    const signatures = [{ protected: 'e30', signature: 'AA' }];
    expect(await codeOf(card({ name: undefined, signatures }), [ed.chain])).to.equal('card-invalid');
    expect(await codeOf(oldCard({ protocolVersion: '3.0', signatures }), [ed.chain])).to.equal('card-unknown');
    expect(await codeOf(card({ half: '\ud800', signatures }), [ed.chain])).to.equal('card-not-canonical');
    const big = await verifyAgentCard(JSON.stringify(card({ signatures })), [ed.chain], { maxBytes: 10 });
    expect(big.code).to.equal('card-unknown');
  });

  it('refuses keys that no chain has, and keys without names', async () => {
    const secret = await createVerificationKey('hmac-sha256', new Uint8Array(32).fill(7));
    for (const keys of [
      [{ kids: ['a'], key: secret }],
      [{ ...ed.chain, kids: [] }],
      [{ ...ed.chain, kids: ['a', ''] }],
    ]) {
      try {
        await verifyAgentCard(JSON.stringify(card()), keys);
        expect.fail('nothing was thrown');
      } catch (error) {
        expect(error).to.be.instanceOf(CardError).with.property('code', 'key-unusable');
      }
    }
  });

  it('has produced every reason', () => {
    expect([...produced].sort()).to.deep.equal(Object.keys(CARD_REASONS).sort());
  });
});

describe('signAgentCard', () => {
  const codeThrown = async (call: Promise<unknown>): Promise<string> => {
    try {
      await call;
    } catch (error) {
      if (error instanceof CardError) return error.code;
      throw error;
    }
    return expect.fail('nothing was thrown');
  };

  it('signs no card that verifiers refuse', async () => {
    for (const content of [card({ name: '' }), card({ half: '\ud800' }), oldCard({ protocolVersion: '3.0' })]) {
      expect(await codeThrown(signAgentCard(JSON.stringify(content), ed.signing, '0x1'))).to.equal('card-unusable');
    }
  });

  it('takes no key that JWS or the chain does not have, and no empty name', async () => {
    const secret = await createSigningKey('hmac-sha256', new Uint8Array(32).fill(7));
    expect(await codeThrown(signAgentCard(JSON.stringify(card()), secret, '0x1'))).to.equal('key-unusable');
    expect(await codeThrown(signAgentCard(JSON.stringify(card()), ed.signing, ''))).to.equal('key-unusable');
  });
});

describe('the payload of a signature (A2A 1.0, section 8.4.1)', () => {
  it('is that of the example in the specification', () => {
    const fragment = {
      name: 'Example Agent',
      description: '',
      capabilities: { streaming: false, pushNotifications: false, extensions: [] },
      skills: [],
    };
    expect(new TextDecoder().decode(canonicalizeJson(omitDefaults(fragment, CARD_SHAPE)))).to.equal(
      '{"capabilities":{"pushNotifications":false,"streaming":false},"description":"","name":"Example Agent","skills":[]}',
    );
  });

  it('leaves out members without presence at every depth, and keeps all others', () => {
    const full = {
      signatures: [],
      securitySchemes: {
        o: {
          oauth2SecurityScheme: {
            description: '',
            oauth2MetadataUrl: '',
            flows: { authorizationCode: { pkceRequired: false, refreshUrl: '', scopes: {} } },
          },
        },
        h: { httpAuthSecurityScheme: { scheme: '', bearerFormat: '' } },
        x: { custom: '' },
        list: [],
      },
      securityRequirements: [{ schemes: { o: { list: [] } } }, { schemes: {} }, 1],
      skills: [{ id: '', tags: [], examples: [], securityRequirements: [], inputModes: ['a'], note: '' }],
      supportedInterfaces: { tenant: '' },
      capabilities: { extensions: [{ uri: '', description: '', required: false, params: {} }] },
      documentationUrl: '',
      unknown: 0,
    };
    expect(omitDefaults(full, CARD_SHAPE)).to.deep.equal({
      signatures: [],
      securitySchemes: {
        o: { oauth2SecurityScheme: { flows: { authorizationCode: { scopes: {} } } } },
        h: { httpAuthSecurityScheme: { scheme: '' } },
        x: { custom: '' },
        list: [],
      },
      securityRequirements: [{ schemes: { o: {} } }, {}, 1],
      skills: [{ id: '', tags: [], inputModes: ['a'], note: '' }],
      supportedInterfaces: { tenant: '' },
      capabilities: { extensions: [{ params: {} }] },
      documentationUrl: '',
      unknown: 0,
    });
    expect(omitDefaults({ securitySchemes: {}, securityRequirements: [] }, CARD_SHAPE)).to.deep.equal({});
    expect(omitDefaults({ securitySchemes: [1], skills: 'a' }, CARD_SHAPE)).to.deep.equal({
      securitySchemes: [1],
      skills: 'a',
    });
    expect(omitDefaults({ a: 0, b: 1 }, { plain: ['a', 'b'] })).to.deep.equal({ b: 1 });
  });

  it('has two forms in 1.0, one before, none without a canonical form', () => {
    const forms = (content: Fields, version: CardVersion) =>
      createCardPayloads(content, version).map(({ form }) => form);
    expect(forms(card(), '1.0')).to.deep.equal(['defaults-omitted', 'as-is']);
    expect(forms(oldCard(), '0.3')).to.deep.equal(['as-is']);
    expect(forms(card({ half: '\udfff' }), '1.0')).to.deep.equal([]);
  });
});
