import { createHash, createPublicKey, createPrivateKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createNodeSigningKey, createNodeVerificationKey } from '../../src/http/node/index.ts';
import { HttpSignatureError, SIGNATURE_ALGORITHMS, createSigningKey, createVerificationKey } from '../../src/index.ts';
import type { Jwk, KeyMaterial, SignatureAlgorithm } from '../../src/index.ts';
import { EC_CURVES } from '../../src/http/keys/ecCurves.ts';
import { RFC9421, materialOf, thrown } from './support.ts';

const DATA = new TextEncoder().encode('"@signature-params": ()');

interface Pair {
  readonly algorithm: SignatureAlgorithm;
  readonly publicPem: string;
  readonly privatePem: string;
}

function pem(key: ReturnType<typeof createPublicKey>): string {
  const type = key.type === 'public' ? 'spki' : 'pkcs8';
  return key.export({ format: 'pem', type } as { format: 'pem'; type: 'spki' }).toString();
}

function generated(
  algorithm: SignatureAlgorithm,
  pair: { publicKey: ReturnType<typeof createPublicKey>; privateKey: ReturnType<typeof createPrivateKey> },
): Pair {
  return { algorithm, publicPem: pem(pair.publicKey), privatePem: pem(pair.privateKey) };
}

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PAIRS: readonly Pair[] = [
  generated('ed25519', generateKeyPairSync('ed25519')),
  generated('ecdsa-p256-sha256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  generated('ecdsa-p384-sha384', generateKeyPairSync('ec', { namedCurve: 'P-384' })),
  generated('es256k', generateKeyPairSync('ec', { namedCurve: 'secp256k1' })),
  generated('rsa-pss-sha512', RSA),
  generated('rsa-v1_5-sha256', RSA),
];

/** Every maker of a verification key; both must take and refuse the same. */
const VERIFIERS = [createNodeVerificationKey, createVerificationKey] as const;
const SIGNERS = [createNodeSigningKey, createSigningKey] as const;

async function refuses(
  material: KeyMaterial,
  algorithm: SignatureAlgorithm,
  wanted: RegExp,
  secret = false,
): Promise<void> {
  for (const create of secret ? SIGNERS : VERIFIERS) {
    const error = await thrown(() => create(algorithm, material));
    expect(error).to.be.instanceOf(HttpSignatureError).with.property('code', 'key-invalid');
    expect(error.message).to.match(wanted).and.to.contain(`key for ${algorithm}`);
  }
}

const jwkOf = (name: string): Jwk => materialOf(name) as Jwk;

describe('keys: forms of material', () => {
  for (const { algorithm, publicPem, privatePem } of PAIRS) {
    it(`${algorithm}: PEM, JWK and KeyObject give one key`, async () => {
      const publicKey = createPublicKey(publicPem);
      const privateKey = createPrivateKey(privatePem);
      const jwk = privateKey.export({ format: 'jwk' }) as Jwk;
      const signers = [
        createNodeSigningKey(algorithm, privatePem),
        createNodeSigningKey(algorithm, privateKey),
        createNodeSigningKey(algorithm, jwk),
        await createSigningKey(algorithm, privatePem),
        await createSigningKey(algorithm, jwk),
      ];
      const keys = [
        createNodeVerificationKey(algorithm, publicPem),
        createNodeVerificationKey(algorithm, publicKey),
        createNodeVerificationKey(algorithm, jwk),
        await createVerificationKey(algorithm, publicPem),
        await createVerificationKey(algorithm, publicKey.export({ format: 'jwk' })),
      ];
      for (const signer of signers) {
        expect(signer.algorithm).to.equal(algorithm);
        const signature = await signer.sign(DATA);
        for (const key of keys) {
          expect(key).to.deep.include({ algorithm, acceptsHighS: false });
          expect(await key.verify(DATA, signature)).to.equal(true);
          expect(await key.verify(DATA.subarray(1), signature)).to.equal(false);
          expect(await key.verify(DATA, signature.slice(1))).to.equal(false);
          expect(await key.verify(DATA, new Uint8Array(signature.length))).to.equal(false);
        }
      }
    });
  }

  it("the RFC's own PEM: PKCS #1, SEC 1, and id-RSASSA-PSS", async () => {
    for (const [name, { alg, publicKeyPem = '', privateKeyPem = '' }] of Object.entries(RFC9421.keys)) {
      if (name === 'test-shared-secret') continue;
      for (const signer of [createNodeSigningKey(alg, privateKeyPem), await createSigningKey(alg, privateKeyPem)]) {
        const signature = await signer.sign(DATA);
        expect(createNodeVerificationKey(alg, publicKeyPem).verify(DATA, signature), name).to.equal(true);
        expect(await (await createVerificationKey(alg, materialOf(name))).verify(DATA, signature), name).to.equal(true);
      }
    }
  });

  it('raw bytes: points, compressed or not, scalars, seeds and secrets', async () => {
    for (const algorithm of ['ecdsa-p256-sha256', 'ecdsa-p384-sha384', 'es256k'] as const) {
      const { curve, size } = EC_CURVES[algorithm];
      const scalar = new Uint8Array(size).fill(9);
      const signature = await (await createSigningKey(algorithm, scalar)).sign(DATA);
      for (const compressed of [true, false]) {
        const point = curve.getPublicKey(scalar, compressed);
        for (const create of VERIFIERS) {
          expect(await (await create(algorithm, point)).verify(DATA, signature)).to.equal(true);
        }
      }
    }
  });

  it('a secret as KeyObject, and a copy of what the caller may change', async () => {
    const secret = new Uint8Array(32).fill(3);
    const key = createNodeVerificationKey('hmac-sha256', createSecretKey(secret));
    const copied = await createVerificationKey('hmac-sha256', secret);
    const signature = await (await createSigningKey('hmac-sha256', secret)).sign(DATA);
    secret.fill(4);
    expect([await key.verify(DATA, signature), await copied.verify(DATA, signature)]).to.deep.equal([true, true]);
  });

  it('RSA keys under id-RSASSA-PSS are for PSS only', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    const signature = await createNodeSigningKey('rsa-pss-sha512', privateKey).sign(DATA);
    expect(createNodeVerificationKey('rsa-pss-sha512', publicKey).verify(DATA, signature)).to.equal(true);
    await refuses(pem(publicKey), 'rsa-v1_5-sha256', /is for "PS512"/);
    // The types want a string for the length of the salt, Node wants a number.
    const restricted = { modulusLength: 2048, hashAlgorithm: 'sha256', saltLength: 32 };
    const bound = generateKeyPairSync('rsa-pss', restricted as unknown as { modulusLength: number });
    await refuses(pem(bound.publicKey), 'rsa-pss-sha512', /holds no key that is supported/);
    const error = await thrown(() => createNodeVerificationKey('rsa-pss-sha512', bound.publicKey));
    expect(error.message).to.equal('key for rsa-pss-sha512: the KeyObject holds no key that is supported');
  });
});

describe('keys: what is refused', () => {
  const ed = jwkOf('test-key-ed25519');
  const p256 = jwkOf('test-key-ecc-p256');
  const rsa = jwkOf('test-key-rsa');

  it('another kind of key, curve, algorithm or use', async () => {
    await refuses(p256, 'ed25519', /expected a JWK with kty "OKP" and crv "Ed25519"/);
    await refuses(p256, 'es256k', /kty "EC" and crv "secp256k1"/);
    await refuses(ed, 'rsa-pss-sha512', /kty "RSA"$/);
    await refuses({ ...p256, alg: 'ES384' }, 'ecdsa-p256-sha256', /the JWK is for "ES384"/);
    await refuses({ ...rsa, alg: 'RS256' }, 'rsa-pss-sha512', /the JWK is for "RS256"/);
    await refuses({ ...p256, use: 'enc' }, 'ecdsa-p256-sha256', /not for signatures/);
    const bound = { ...p256, alg: 'ES256', use: 'sig' };
    expect(createNodeVerificationKey('ecdsa-p256-sha256', bound).algorithm).to.equal('ecdsa-p256-sha256');
  });

  it('coordinates and fields of the wrong length or alphabet', async () => {
    await refuses({ ...p256, x: `${p256.x ?? ''}AA` }, 'ecdsa-p256-sha256', /field x must be base64url of 32 bytes/);
    await refuses({ ...p256, y: undefined }, 'ecdsa-p256-sha256', /field y must be/);
    await refuses({ ...ed, x: `${ed.x ?? ''}=` }, 'ed25519', /field x must be/);
    await refuses({ ...ed, x: '+'.repeat(43) }, 'ed25519', /field x must be/);
    await refuses({ kty: 'oct', k: '' }, 'hmac-sha256', /field k must be base64url$/);
  });

  it('points that are not on the curve', async () => {
    await refuses({ ...p256, y: p256.x }, 'ecdsa-p256-sha256', /point on the curve/);
    await refuses(new Uint8Array(33).fill(2), 'ecdsa-p384-sha384', /point on the curve/);
    await refuses(new Uint8Array(), 'es256k', /point on the curve/);
  });

  it('Ed25519 points of small or mixed order, and encodings that are not canonical', async () => {
    const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
    const identity = `01${'00'.repeat(31)}`;
    const orderTwo = `ec${'ff'.repeat(30)}7f`;
    const orderEight = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a';
    for (const hex of [identity, '00'.repeat(32), orderTwo, orderEight]) {
      await refuses(bytes(hex), 'ed25519', /not in the subgroup of prime order/);
    }
    for (const hex of [`${'ff'.repeat(31)}7f`, `02${'00'.repeat(31)}`, `01${'00'.repeat(30)}80`, '00']) {
      await refuses(bytes(hex), 'ed25519', /expected the 32 bytes of a point/);
    }
    const { ed25519 } = await import('@noble/curves/ed25519.js');
    const mixed = ed25519.Point.fromHex(orderEight).add(ed25519.Point.BASE.multiply(5n)).toBytes();
    await refuses(mixed, 'ed25519', /not in the subgroup of prime order/);
  });

  it('RSA keys that are too short, too long, or have an odd exponent', async () => {
    const n = (bytes: number, first: number): string => {
      const modulus = new Uint8Array(bytes).fill(255);
      modulus[0] = first;
      return Buffer.from(modulus).toString('base64url');
    };
    const modulus = /modulus must be odd, of 2048 to 8192 bits/;
    const even = Buffer.from(rsa.n ?? '', 'base64url')
      .fill(254, 255)
      .toString('base64url');
    await refuses({ ...rsa, n: even }, 'rsa-pss-sha512', modulus);
    await refuses({ ...rsa, n: n(128, 255) }, 'rsa-pss-sha512', modulus);
    await refuses({ ...rsa, n: n(256, 127) }, 'rsa-pss-sha512', modulus);
    await refuses({ ...rsa, n: n(257, 0) }, 'rsa-v1_5-sha256', modulus);
    await refuses({ ...rsa, n: n(1025, 1) }, 'rsa-v1_5-sha256', modulus);
    const exponent = /exponent must be odd and between 65537 and 2\^32/;
    for (const e of ['Aw', 'AQAA', 'AQAC', 'AQAAAAE', 'AAAAAQABAA']) {
      await refuses({ ...rsa, e }, 'rsa-v1_5-sha256', exponent);
    }
    await refuses(new Uint8Array(256), 'rsa-v1_5-sha256', /no raw form/);
    await refuses(new Uint8Array(256), 'rsa-v1_5-sha256', /no raw form/, true);
    await refuses({ ...rsa, qi: undefined }, 'rsa-pss-sha512', /field qi must be/, true);
  });

  it('RSA private keys whose numbers do not belong together', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
    for (const field of ['n', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const) {
      await refuses({ ...rsa, [field]: other[field] }, 'rsa-pss-sha512', /do not belong together/, true);
    }
    for (const field of ['p', 'q'] as const) {
      await refuses({ ...rsa, [field]: 'AQ' }, 'rsa-v1_5-sha256', /do not belong together/, true);
    }
    await refuses({ ...rsa, e: 'AQAD' }, 'rsa-v1_5-sha256', /do not belong together/, true);
  });

  it('RSA keys where WebCrypto is missing', async () => {
    const own = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
    Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
    try {
      for (const create of [createVerificationKey, createSigningKey]) {
        const error = await thrown(() => create('rsa-pss-sha512', rsa));
        expect(error).to.have.property('code', 'key-invalid');
        expect(error.message).to.equal('key for rsa-pss-sha512: WebCrypto refused it, or is missing');
        expect(error.cause).to.be.instanceOf(TypeError);
      }
    } finally {
      if (own !== undefined) Object.defineProperty(globalThis, 'crypto', own);
    }
  });

  it('secrets that are short or all zero', async () => {
    await refuses(new Uint8Array(31).fill(1), 'hmac-sha256', /at least 32 bytes/);
    await refuses(new Uint8Array(32), 'hmac-sha256', /all zero/);
    await refuses(new Uint8Array(32), 'hmac-sha256', /all zero/, true);
  });

  it('scalars out of range, and private keys whose public part is another', async () => {
    await refuses(new Uint8Array(32), 'es256k', /scalar is out of range/, true);
    await refuses(new Uint8Array(32).fill(255), 'ecdsa-p256-sha256', /scalar is out of range/, true);
    await refuses(new Uint8Array(31).fill(1), 'ed25519', /seed of 32 bytes/, true);
    await refuses(new Uint8Array(32), 'ed25519', /seed is all zero/, true);
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    await refuses({ ...ed, x: other.x }, 'ed25519', /belongs to another private key/, true);
    const otherPoint = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
    await refuses({ ...p256, x: otherPoint.x, y: otherPoint.y }, 'ecdsa-p256-sha256', /belongs to another/, true);
  });

  it('high s for algorithms that have none, and for es256k', async () => {
    for (const algorithm of ['es256k', 'ed25519', 'hmac-sha256', 'rsa-pss-sha512'] as const) {
      for (const create of VERIFIERS) {
        const error = await thrown(() => create(algorithm, ed, { acceptsHighS: true }));
        expect(error.message).to.equal(
          `key for ${algorithm}: acceptsHighS is for ecdsa-p256-sha256 and ecdsa-p384-sha384 only`,
        );
      }
    }
  });

  it('PEM that is none, has two blocks, or holds another structure', async () => {
    const good = RFC9421.keys['test-key-ed25519']?.publicKeyPem ?? '';
    const forms = /expected one block of PEM/;
    await refuses('', 'ed25519', forms);
    await refuses(good + good, 'ed25519', forms);
    await refuses(good.replaceAll('PUBLIC', 'ENCRYPTED PRIVATE'), 'ed25519', forms);
    await refuses(good.replaceAll('PUBLIC KEY', 'CERTIFICATE'), 'ed25519', forms);
    await refuses(good.replace('BEGIN PUBLIC', 'BEGIN PRIVATE'), 'ed25519', forms);
    await refuses(good.replace('MCow', 'MCo'), 'ed25519', forms);
    await refuses(
      good.replaceAll('PUBLIC KEY', 'PRIVATE KEY'),
      'ed25519',
      /"PRIVATE KEY" holds no key that is supported/,
    );
    const x25519 = pem(generateKeyPairSync('x25519').publicKey);
    await refuses(x25519, 'ed25519', /expected a JWK with kty "OKP" and crv "Ed25519"/);
    const ed448 = generateKeyPairSync('ed448').publicKey;
    await refuses(pem(ed448), 'ed25519', /holds no key that is supported/);
    const p521 = pem(generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey);
    await refuses(p521, 'ecdsa-p256-sha256', /holds no key that is supported/);
    const unknown = await thrown(() => createNodeVerificationKey('ed25519', ed448));
    expect(unknown.message).to.equal('key for ed25519: the KeyObject holds no key that is supported');
  });

  it('every byte of a PEM that is cut off or changed', async () => {
    const body = Buffer.from(PAIRS[1]?.privatePem.replace(/-----[^-]+-----|\s/g, '') ?? '', 'base64');
    const wrap = (bytes: Buffer): string =>
      `-----BEGIN PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END PRIVATE KEY-----\n`;
    expect((await createSigningKey('ecdsa-p256-sha256', wrap(body))).algorithm).to.equal('ecdsa-p256-sha256');
    for (let length = 0; length < body.length; length++) {
      const error = await thrown(() => createSigningKey('ecdsa-p256-sha256', wrap(body.subarray(0, length))));
      expect(error).to.be.instanceOf(HttpSignatureError).with.property('code', 'key-invalid');
    }
    const longer = await thrown(() => createSigningKey('ecdsa-p256-sha256', wrap(Buffer.concat([body, body]))));
    expect(longer).to.have.property('code', 'key-invalid');
  });
});

describe('keys: facts', () => {
  it('Ed25519: an R outside of the subgroup of prime order is refused by both, as without the cofactor', async () => {
    const { ed25519 } = await import('@noble/curves/ed25519.js');
    const { Fn, BASE } = ed25519.Point;
    const [secret, nonce] = [123_456_789n, 987_654_321n];
    const publicKey = BASE.multiply(secret).toBytes();
    const torsion = ed25519.Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
    const sign = (R: Uint8Array): Uint8Array => {
      const digest = createHash('sha512').update(R).update(publicKey).update(DATA).digest();
      const k = BigInt(`0x${digest.reverse().toString('hex')}`) % Fn.ORDER;
      return Uint8Array.of(...R, ...Fn.toBytes((nonce + k * secret) % Fn.ORDER));
    };
    const good = sign(BASE.multiply(nonce).toBytes());
    const mixed = sign(BASE.multiply(nonce).add(torsion).toBytes());
    expect(ed25519.verify(mixed, DATA, publicKey, { zip215: false })).to.equal(true);
    for (const create of VERIFIERS) {
      const key = await create('ed25519', publicKey);
      expect([await key.verify(DATA, good), await key.verify(DATA, mixed)]).to.deep.equal([true, false]);
    }
  });

  it('half of the order of each curve', () => {
    for (const algorithm of ['ecdsa-p256-sha256', 'ecdsa-p384-sha384', 'es256k'] as const) {
      const order = EC_CURVES[algorithm].curve.Point.Fn.ORDER;
      expect(SIGNATURE_ALGORITHMS[algorithm].halfOrder).to.equal(order / 2n);
      expect(SIGNATURE_ALGORITHMS[algorithm].length).to.equal(EC_CURVES[algorithm].size * 2);
    }
  });

  it('node:crypto signs with the small s, always', async () => {
    for (const { algorithm, privatePem, publicPem } of PAIRS.slice(1, 4)) {
      const signer = createNodeSigningKey(algorithm, privatePem);
      const key = createNodeVerificationKey(algorithm, publicPem);
      for (let round = 0; round < 40; round++) expect(key.verify(DATA, await signer.sign(DATA))).to.equal(true);
    }
  });
});
