import { createPublicKey, generateKeyPairSync, verify as verifyNode } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { expect } from 'chai';
import { SigningKey, Wallet, computeAddress, getBytes, hexlify, recoverAddress } from 'ethers';
import { describe, it } from 'mocha';
import { createKeyProofRequest, createAttestation } from '../../src/client/index.ts';
import type { Hex } from '../../src/client/index.ts';
import { createVerificationKey, signMessage, verifyMessage } from '../../src/index.ts';
import type { HttpMessage, Jwk } from '../../src/index.ts';
import {
  createAgreementKey,
  createRegistrySigner,
  createSigner,
  detectAlgorithm,
  detectKeyKind,
  generatePrivateJwk,
  toPrivateJwk,
  toRegistryKey,
} from '../../src/signers/index.ts';
import type { KeyKind, SignerAlgorithm } from '../../src/signers/index.ts';
import { toPublicJwk } from '../../src/signers/toPublicJwk.ts';
import { refusal } from './support.ts';

interface Pair {
  readonly kind: KeyKind;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const PAIRS: readonly Pair[] = [
  { kind: 'ed25519', ...generateKeyPairSync('ed25519') },
  { kind: 'p256', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
  { kind: 'p384', ...generateKeyPairSync('ec', { namedCurve: 'P-384' }) },
  { kind: 'secp256k1', ...generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) },
  { kind: 'x25519', ...generateKeyPairSync('x25519') },
  { kind: 'rsa', ...generateKeyPairSync('rsa', { modulusLength: 2048 }) },
];
function pairOf(kind: KeyKind): Pair {
  const found = PAIRS.find((pair) => pair.kind === kind);
  if (found === undefined) throw new Error(`no pair of the kind ${kind}`);
  return found;
}

const SIGNING = PAIRS.filter(({ kind }) => kind !== 'x25519');
const SECRET = new Uint8Array(32).fill(7);
const DIGEST = hexlify(sha256(new Uint8Array(1))) as Hex;

const pkcs8 = ({ privateKey }: Pair): string => privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const spki = ({ publicKey }: Pair): string => publicKey.export({ format: 'pem', type: 'spki' }).toString();
const jwkOf = (key: KeyObject): Jwk => key.export({ format: 'jwk' });
const message: HttpMessage = {
  kind: 'request',
  method: 'GET',
  requestTarget: '/',
  targetUri: 'https://a.example/',
  fields: [],
};

describe('signers', () => {
  for (const pair of PAIRS) {
    it(`${pair.kind}: PEM (PKCS #8, SEC 1, SPKI) and JWK are recognised`, () => {
      const forms = [pkcs8(pair), spki(pair), jwkOf(pair.privateKey), jwkOf(pair.publicKey)];
      if (pair.privateKey.asymmetricKeyType === 'ec') {
        forms.push(pair.privateKey.export({ format: 'pem', type: 'sec1' }).toString());
      }
      for (const form of forms) expect(detectKeyKind(form)).to.equal(pair.kind);
      const expected = jwkOf(pair.privateKey);
      expect(toPrivateJwk(pkcs8(pair))).to.deep.equal(expected);
      expect(toPrivateJwk(expected, pair.kind)).to.deep.equal(expected);
      if (pair.kind !== 'rsa') {
        const raw = Buffer.from(expected.d ?? '', 'base64url');
        expect(toPrivateJwk(Uint8Array.from(raw), pair.kind)).to.deep.equal(expected);
      }
    });
  }

  for (const pair of SIGNING) {
    it(`${pair.kind}: signs HTTP messages that node:crypto and the verifier accept`, async () => {
      const material = pkcs8(pair);
      const algorithm = detectAlgorithm(material);
      const signer = await createSigner(algorithm, material);
      expect(signer.publicJwk).to.deep.equal(jwkOf(pair.publicKey));
      const signed = await signMessage(message, { key: signer, components: ['@method'], parameters: { keyid: 'k' } });
      const key = await createVerificationKey(algorithm, signer.publicJwk);
      const fields = [
        ['Signature-Input', signed.signatureInput],
        ['Signature', signed.signature],
      ] as const;
      const policy = { resolveKey: () => key, requiredComponents: ['@method'], maxAge: 60 };
      const verdict = await verifyMessage({ ...message, fields }, policy);
      expect(verdict.status).to.equal('valid');
      if (pair.kind === 'ed25519') {
        const data = new Uint8Array(3);
        expect(verifyNode(null, data, pair.publicKey, await signer.sign(data))).to.equal(true);
      }
    });
  }

  it('RSA: the algorithm that the key is bound to', async () => {
    const jwk = jwkOf(pairOf('rsa').privateKey);
    expect(detectAlgorithm(jwk)).to.equal('rsa-pss-sha512');
    expect(detectAlgorithm({ ...jwk, alg: 'RS256' })).to.equal('rsa-v1_5-sha256');
    expect(toPrivateJwk({ ...jwk, alg: 'RS256' })).to.deep.equal({ ...jwk, alg: 'RS256' });
    const signer = await createSigner('rsa-v1_5-sha256', { ...jwk, alg: 'RS256' });
    expect(signer.publicJwk).to.deep.equal({ kty: 'RSA', n: jwk.n, e: jwk.e });
    await refusal('key-invalid', () => createSigner('rsa-pss-sha512', { ...jwk, alg: 'RS256' }));
  });

  it('refuses other kinds, with the code', async () => {
    for (const jwk of [{}, { kty: 'oct', k: 'AA' }, { kty: 'OKP', crv: 'Ed448' }, { kty: 'constructor', crv: 'x' }]) {
      await refusal('key-unsupported', () => detectKeyKind(jwk));
    }
    const x = jwkOf(pairOf('x25519').privateKey);
    expect((await refusal('key-unsupported', () => detectAlgorithm(x))).message).to.contain('createAgreementKey');
    const { message: told } = await refusal('key-unsupported', () => toPrivateJwk(SECRET));
    expect(told).to.contain('kind');
    const { message: other } = await refusal('key-unsupported', () => toPrivateJwk(x, 'ed25519'));
    expect(other).to.equal('the key is of the kind x25519, not ed25519');
    await refusal('key-invalid', () =>
      toPrivateJwk('-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----'),
    );
    for (const wrong of [null, undefined, 7, { kty: 'OKP', crv: [] }]) {
      await refusal('key-unsupported', () => detectKeyKind(wrong as Jwk));
    }
    const bytes: unknown = SECRET;
    await refusal('key-unsupported', () => detectKeyKind(bytes as Jwk));
    await refusal('key-invalid', () => toPrivateJwk(new Uint8Array(32), 'secp256k1'));
    await refusal('key-invalid', () => toPrivateJwk(SECRET, 'rsa'));
    await refusal('key-invalid', () => toPublicJwk('ed25519', { kind: 'secret', bytes: SECRET }));
    const wrong = 'hmac-sha256' as unknown as SignerAlgorithm;
    await refusal('key-invalid', () => createSigner(wrong, new Uint8Array(32).fill(1)));
  });
});

describe('registry signers', function () {
  this.timeout(600_000);

  const typedData = createKeyProofRequest({
    contract: { chainId: 1, address: `0x${'11'.repeat(20)}` },
    did: 'did:sage:local:a',
    owner: `0x${'22'.repeat(20)}`,
    keyId: DIGEST,
    nonce: 0,
  });

  it('secp256k1: what ethers makes of it, always with low s', async () => {
    for (let index = 1; index <= 40; index++) {
      const secret = sha256(Uint8Array.of(index));
      const wallet = new Wallet(hexlify(secret));
      const signer = await createRegistrySigner('secp256k1', secret);
      expect(signer.publicKey).to.equal(new SigningKey(hexlify(secret)).publicKey);
      expect(signer.address).to.equal(computeAddress(wallet.signingKey).toLowerCase());
      const expected = wallet.signingKey.sign(DIGEST).serialized;
      expect(await signer.proveDigest(DIGEST)).to.equal(expected);
      expect(await signer.signHash(DIGEST)).to.equal(expected);
      expect(await signer.attestDigest(DIGEST)).to.equal(expected);
      expect(recoverAddress(DIGEST, expected)).to.equal(wallet.address);
      const { domain, types, message: fields } = typedData.typedData;
      const byWallet = await wallet.signTypedData(
        domain,
        types as Record<string, { name: string; type: string }[]>,
        fields,
      );
      expect(await signer.signTypedData(typedData.typedData)).to.equal(byWallet);
      expect(await signer.proveDigest(typedData.digest)).to.equal(byWallet);
    }
  });

  it('P-256: ES256 over the digest, and the public key after it', async () => {
    const signer = await createRegistrySigner('p256', SECRET);
    const point = p256.getPublicKey(SECRET, false);
    const proof = getBytes(await signer.proveDigest(DIGEST));
    expect(proof).to.have.length(64);
    expect(p256.verify(proof, getBytes(DIGEST), point, { lowS: true })).to.equal(true);
    const signed = getBytes(await signer.signHash(DIGEST));
    expect(hexlify(signed.subarray(64))).to.equal(hexlify(point.subarray(1)));
    expect(p256.verify(signed.subarray(0, 64), getBytes(DIGEST), point, { lowS: true, prehash: false })).to.equal(true);
    const attested = getBytes(await signer.attestDigest(DIGEST));
    expect(p256.verify(attested.subarray(0, 64), getBytes(DIGEST), point, { lowS: true })).to.equal(true);
    expect(attested.subarray(64)).to.deep.equal(signed.subarray(64));
    expect(await signer.signTypedData(typedData.typedData)).to.equal(await signer.attestDigest(typedData.digest));
    expect(signer.address).to.equal(undefined);
  });

  it('Ed25519: over the digest as message, and the key after it', async () => {
    const signer = await createRegistrySigner('ed25519', SECRET);
    const proof = await signer.proveDigest(DIGEST);
    expect(ed25519.verify(getBytes(proof), getBytes(DIGEST), ed25519.getPublicKey(SECRET))).to.equal(true);
    expect(await signer.signHash(DIGEST)).to.equal(`${proof}${signer.publicKey.slice(2)}`);
    expect(await signer.attestDigest(DIGEST)).to.equal(await signer.signHash(DIGEST));
  });

  it('a wrong digest, and what is no key', async () => {
    const signer = await createRegistrySigner('ed25519', SECRET);
    for (const wrong of ['0x', '0x00', DIGEST.slice(2), undefined]) {
      const error = await refusal('argument-invalid', () => signer.proveDigest(wrong as Hex));
      expect(error.details).to.have.property('field', 'digest');
    }
    expect((await refusal('argument-invalid', () => signer.signHash('0x'))).details).to.have.property('field', 'hash');
    await refusal('key-invalid', () => createRegistrySigner('secp256k1', new Uint8Array(32)));
    await refusal('key-invalid', () => createRegistrySigner('p256', jwkOf(pairOf('ed25519').privateKey)));
    expect(createAttestation(DIGEST, '0x1234')).to.equal(`${DIGEST}1234`);
  });

  it('changing the bytes that were given changes nothing', async () => {
    const secret = SECRET.slice();
    const signer = await createRegistrySigner('secp256k1', secret);
    const before = await signer.proveDigest(DIGEST);
    secret.fill(1);
    expect(await signer.proveDigest(DIGEST)).to.equal(before);
  });

  it('public keys in the form of the registry', async () => {
    for (const pair of PAIRS.filter(({ kind }) => kind !== 'p384' && kind !== 'rsa')) {
      const keyType = pair.kind as 'secp256k1' | 'p256' | 'ed25519' | 'x25519';
      const fromPem = toRegistryKey(keyType, spki(pair));
      expect(toRegistryKey(keyType, jwkOf(pair.publicKey))).to.deep.equal(fromPem);
      expect(toRegistryKey(keyType, jwkOf(pair.privateKey))).to.deep.equal(fromPem);
      expect(toRegistryKey(keyType, getBytes(fromPem.publicKey))).to.deep.equal(fromPem);
      if (keyType !== 'x25519') {
        const signer = await createRegistrySigner(keyType, pkcs8(pair));
        expect(signer.publicKey).to.equal(fromPem.publicKey);
      }
      if (keyType === 'secp256k1' || keyType === 'p256') {
        const curve = keyType === 'p256' ? p256 : secp256k1;
        const short = curve.Point.fromBytes(getBytes(fromPem.publicKey)).toBytes(true);
        expect(toRegistryKey(keyType, short)).to.deep.equal(fromPem);
      }
    }
    await refusal('key-unsupported', () => toRegistryKey('ed25519', spki(pairOf('p256'))));
    await refusal('key-invalid', () => toRegistryKey('p256', new Uint8Array(65)));
    await refusal('argument-invalid', () => toRegistryKey('x25519', { kty: 'OKP', crv: 'X25519' }));
    await refusal('argument-invalid', () => toRegistryKey('x25519', new Uint8Array(32)));
  });
});

describe('agreement keys', () => {
  it('both sides get the secret of RFC 7748, section 6.1', () => {
    const alice = createAgreementKey(getBytes('0x77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'));
    const bob = createAgreementKey(getBytes('0x5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'));
    expect(alice.publicKey).to.equal('0x8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    expect(bob.publicKey).to.equal('0xde9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    expect(hexlify(alice.agree(bob.publicKey))).to.equal(
      '0x4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
    );
    expect(bob.agree(alice.publicKey)).to.deep.equal(alice.agree(bob.publicKey));
    expect(alice.publicJwk.x).to.equal(Buffer.from(getBytes(alice.publicKey)).toString('base64url'));
  });

  it('refuses peers of small order and what is no X25519 key', async () => {
    const key = createAgreementKey(SECRET);
    for (const peer of [`0x${'00'.repeat(32)}`, `0x01${'00'.repeat(31)}`, `0x${'ff'.repeat(32)}`, '0x'] as const) {
      const error = await refusal('argument-invalid', () => key.agree(peer));
      expect(error.details).to.have.property('field', 'peer.publicKey');
    }
    await refusal('key-unsupported', () => createAgreementKey(new Uint8Array(32)));
    await refusal('key-unsupported', () => createAgreementKey(new Uint8Array(31)));
    await refusal('key-unsupported', () => createAgreementKey(jwkOf(pairOf('ed25519').privateKey)));
    await refusal('key-unsupported', () => createAgreementKey(spki(pairOf('x25519'))));
    await refusal('key-unsupported', () => createAgreementKey({ kty: 'OKP', crv: 'X25519', d: '!' }));
    const other = generatePrivateJwk('x25519');
    const mixed = { ...other, x: Buffer.from(x25519.getPublicKey(SECRET)).toString('base64url') };
    const { message: told } = await refusal('key-unsupported', () => createAgreementKey(mixed));
    expect(told).to.contain('belongs to another private key');
  });
});

describe('generated keys', () => {
  for (const kind of ['ed25519', 'x25519', 'p256', 'p384', 'secp256k1'] as const) {
    it(`${kind}: a JWK that node:crypto takes, another each time`, () => {
      const jwk = generatePrivateJwk(kind);
      expect(detectKeyKind(jwk)).to.equal(kind);
      const { d, ...open } = jwk;
      expect(createPublicKey({ key: open as never, format: 'jwk' }).type).to.equal('public');
      expect(generatePrivateJwk(kind).d).to.not.equal(d);
    });
  }
});
