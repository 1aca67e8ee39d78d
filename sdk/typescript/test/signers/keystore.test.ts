import { inspect } from 'node:util';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  createSigner,
  decryptKey,
  detectKeyKind,
  encryptKey,
  generatePrivateJwk,
  parseKeystore,
  serializeKeystore,
} from '../../src/signers/index.ts';
import type { Keystore, PrivateJwk } from '../../src/signers/index.ts';
import { createKeystoreCipher } from '../../src/signers/keystore/createKeystoreCipher.ts';
import { encodeBase64Url } from '../../src/encoding/encodeBase64Url.ts';
import { refusal } from './support.ts';
import { generateKeyPairSync } from 'node:crypto';

const PASSWORD = 'correct horse battery';
/** The least cost that is accepted, so that the tests are quick. */
const CHEAP = { n: 2 ** 14 } as const;
const KINDS = ['ed25519', 'x25519', 'p256', 'p384', 'secp256k1'] as const;

/** Made once by this library, for the key sha256("keystore test"); its password is `PASSWORD`. */
const FIXED: unknown = {
  format: 'sage-keystore',
  version: 1,
  label: 'given',
  publicKey: { kty: 'OKP', crv: 'Ed25519', x: 'mcDh0HUjpeg34VPFUT_NMW7XKugE1L24y3Ig1DyQe0E' },
  kdf: { name: 'scrypt', n: 16384, r: 8, p: 1, salt: 'l4yfvyK82Iq8mFFy9GT-KK7i6orA_8ArstIi0fJcTrc' },
  cipher: { name: 'A256GCM', nonce: '8pITQ4VCTIXNPRs2' },
  ciphertext:
    '8CeO5vp_XQeWzkN5xtl15Vwn2kYHrSRBH4AO8NqqrcR_3si002dCBxgzHawTxeFGJMfvbWcNedyD7MyoL9MvfeCDWtWZ4JR-6EpxViMgaIff8A0Wjh_oIi2F8o2p_9fM9da9n3l8FxHFvcz-hOfb9YeSuT6gKpoUImwZVRAzlc6z7wqH2j2JjsTWjusDq6trNA',
};
const FIXED_HASH = 'e720b6127acde3209dee365ed23c71b1fd481a50947668caa59e6c50a43bcdba';

const changed = (keystore: Keystore, change: Record<string, unknown>): Keystore =>
  parseKeystore(JSON.stringify({ ...keystore, ...change }));

describe('keystore', function () {
  // scrypt is meant to take long.
  this.timeout(600_000);

  let keystore: Keystore;
  let jwk: PrivateJwk;

  before(async () => {
    jwk = generatePrivateJwk('secp256k1');
    keystore = await encryptKey(jwk, PASSWORD, { ...CHEAP, label: 'agent 1' });
  });

  for (const kind of KINDS) {
    it(`${kind}: there and back, through text`, async () => {
      const key = generatePrivateJwk(kind);
      const text = serializeKeystore(await encryptKey(key, PASSWORD, CHEAP));
      expect(text).to.not.contain(key.d);
      const parsed = parseKeystore(text);
      expect(detectKeyKind(parsed.publicKey)).to.equal(kind);
      expect(await decryptKey(parsed, PASSWORD)).to.deep.equal(key);
    });
  }

  it('RSA, with the algorithm that it is bound to', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const exported = { ...privateKey.export({ format: 'jwk' }), alg: 'RS256' };
    const file = await encryptKey(exported, PASSWORD, CHEAP);
    expect(file.publicKey).to.deep.equal({ kty: 'RSA', n: exported.n, e: exported.e, alg: 'RS256' });
    expect(await decryptKey(file, PASSWORD)).to.deep.equal(exported);
    await createSigner('rsa-v1_5-sha256', await decryptKey(file, PASSWORD));
    const plain = await encryptKey(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), PASSWORD, CHEAP);
    expect(plain.publicKey).to.not.have.property('alg');
  });

  it('raw bytes with their kind; PEM', async () => {
    const file = await encryptKey(new Uint8Array(32).fill(5), PASSWORD, { ...CHEAP, kind: 'ed25519' });
    expect(await decryptKey(file, PASSWORD)).to.deep.equal({
      kty: 'OKP',
      crv: 'Ed25519',
      x: file.publicKey.x,
      d: encodeBase64Url(new Uint8Array(32).fill(5)),
    });
    await refusal('key-unsupported', () => encryptKey(new Uint8Array(32).fill(5), PASSWORD, CHEAP));
  });

  it('salt, nonce and ciphertext differ each time', async () => {
    const again = await encryptKey(jwk, PASSWORD, CHEAP);
    expect(again.kdf.salt).to.not.equal(keystore.kdf.salt);
    expect(again.cipher.nonce).to.not.equal(keystore.cipher.nonce);
    expect(again.ciphertext).to.not.equal(keystore.ciphertext);
  });

  it('costs 2^17 unless told', async () => {
    const file = await encryptKey(jwk, PASSWORD);
    expect(file.kdf).to.deep.include({ name: 'scrypt', n: 131_072, r: 8, p: 1 });
    expect(await decryptKey(file, PASSWORD)).to.deep.equal(jwk);
  });

  it('a given keystore opens: the format is fixed', async () => {
    const text = JSON.stringify(FIXED);
    const key = await decryptKey(parseKeystore(text), PASSWORD);
    expect(createHash('sha256').update(JSON.stringify(key)).digest('hex')).to.equal(FIXED_HASH);
  });

  it('refuses a wrong password, and any change of any field', async () => {
    await refusal('password-wrong', () => decryptKey(keystore, `${PASSWORD}!`));
    const other = generatePrivateJwk('secp256k1');
    const flipped = keystore.ciphertext.startsWith('A') ? 'B' : 'A';
    const changes: Record<string, unknown>[] = [
      { label: 'agent 2' },
      { publicKey: { kty: 'EC', crv: 'secp256k1', x: other.x, y: other.y } },
      { kdf: { ...keystore.kdf, n: 2 ** 15 } },
      { kdf: { ...keystore.kdf, p: 2 } },
      { kdf: { ...keystore.kdf, salt: encodeBase64Url(new Uint8Array(32)) } },
      { cipher: { ...keystore.cipher, nonce: encodeBase64Url(new Uint8Array(12)) } },
      { ciphertext: flipped + keystore.ciphertext.slice(1) },
      { ciphertext: 'AAAA' },
    ];
    for (const change of changes) {
      await refusal('password-wrong', () => decryptKey(changed(keystore, change), PASSWORD));
    }
    expect(await decryptKey(changed(keystore, {}), PASSWORD)).to.deep.equal(jwk);
  });

  it('refuses other versions, further fields and what is no keystore', async () => {
    const { label: _label, ...without } = keystore;
    const texts = [
      '',
      '{',
      'null',
      '[]',
      '"a"',
      JSON.stringify(without),
      JSON.stringify({ ...keystore, version: 2 }),
      JSON.stringify({ ...keystore, format: 'other' }),
      JSON.stringify({ ...keystore, comment: '' }),
      JSON.stringify({ ...keystore, publicKey: { ...keystore.publicKey, d: jwk.d } }),
      JSON.stringify({ ...keystore, publicKey: { kty: 'oct' } }),
      JSON.stringify({ ...keystore, ciphertext: 'A' }),
      JSON.stringify({ ...keystore, ciphertext: '' }),
      JSON.stringify({ ...keystore, kdf: { ...keystore.kdf, name: 'pbkdf2' } }),
      JSON.stringify({ ...keystore, kdf: { ...keystore.kdf, n: 1.5 } }),
      JSON.stringify({ ...keystore, kdf: { ...keystore.kdf, salt: 'AAAA' } }),
      JSON.stringify({ ...keystore, cipher: { ...keystore.cipher, name: 'A128GCM' } }),
      JSON.stringify({ ...keystore, label: 'x'.repeat(201) }),
      ' '.repeat(65_537),
      `"${'\u20ac'.repeat(30_000)}"`,
    ];
    for (const text of texts) await refusal('keystore-malformed', () => parseKeystore(text));
    await refusal('keystore-malformed', () => parseKeystore(undefined as unknown as string));
    const { message } = await refusal('keystore-malformed', () =>
      parseKeystore(JSON.stringify({ ...keystore, kdf: { ...keystore.kdf, salt: '' } })),
    );
    expect(message).to.equal('the keystore can not be read: at "kdf.salt": custom; restore it from a backup');
  });

  it('limits: parameters that are too weak or cost too much are refused before any work', async () => {
    for (const kdf of [
      { n: 2 ** 13 },
      { n: 2 ** 19 },
      { n: 2 ** 30 },
      { n: 2 ** 14 + 1 },
      { n: 0 },
      { n: -(2 ** 14) },
      { r: 1 },
      { r: 1024 },
      { p: 0 },
      { p: 5 },
      { p: 2 ** 30 },
    ]) {
      const hostile = { ...keystore, kdf: { ...keystore.kdf, ...kdf } };
      const start = process.cpuUsage();
      const error = await refusal('keystore-limits', () => parseKeystore(JSON.stringify(hostile)));
      await refusal('keystore-limits', () => decryptKey(hostile, PASSWORD));
      // One derivation with n = 2^19 takes seconds.
      expect(process.cpuUsage(start).user).to.be.lessThan(500_000);
      expect(error.details).to.deep.equal({ n: hostile.kdf.n, r: hostile.kdf.r, p: hostile.kdf.p });
    }
    await refusal('keystore-limits', () => encryptKey(jwk, PASSWORD, { n: 2 ** 13 }));
    await refusal('keystore-limits', () => encryptKey(jwk, PASSWORD, { ...CHEAP, p: 1.5 }));
    await refusal('keystore-limits', () => encryptKey(jwk, PASSWORD, { ...CHEAP, label: 'x'.repeat(201) }));
  });

  it('passwords: length, UTF-8, and one form for letters with accents', async () => {
    for (const wrong of ['', '1234567', 'x'.repeat(1025), '\ud800 lone surrogate', undefined as unknown as string]) {
      await refusal('password-unfit', () => encryptKey(jwk, wrong, CHEAP));
      await refusal('password-unfit', () => decryptKey(keystore, wrong));
    }
    await refusal('password-unfit', () => decryptKey(keystore, new Uint8Array(20).fill(255)));
    const file = await encryptKey(jwk, 'mot de passé', CHEAP);
    expect(await decryptKey(file, 'mot de passe\u0301')).to.deep.equal(jwk);
    const bytes = new TextEncoder().encode('mot de passé');
    expect(await decryptKey(file, bytes)).to.deep.equal(jwk);
    expect(new TextDecoder().decode(bytes)).to.equal('mot de passé');
  });

  it('something else that was encrypted, or the key of another public key', async () => {
    const { ciphertext: _ciphertext, ...header } = keystore;
    const cipher = await createKeystoreCipher(header, PASSWORD);
    const encrypt = async (plaintext: Uint8Array): Promise<Keystore> => ({
      ...header,
      ciphertext: encodeBase64Url(await cipher.encrypt(plaintext)),
    });
    const secret = 'no key, but secret';
    const other = generatePrivateJwk('secp256k1');
    for (const text of [secret, '{}', 'null', JSON.stringify(secret), JSON.stringify({ ...jwk, x: other.x })]) {
      const file = await encrypt(new TextEncoder().encode(text));
      const error = await refusal('keystore-malformed', () => decryptKey(file, PASSWORD));
      expect(error.message).to.equal('the keystore holds no private key; restore it from a backup');
      expect(inspect(error, { depth: 9 })).to.not.contain('but secret');
    }
    await refusal('keystore-malformed', async () => decryptKey(await encrypt(Uint8Array.of(255)), PASSWORD));
    const swapped = await encrypt(new TextEncoder().encode(JSON.stringify(other)));
    const { message } = await refusal('keystore-malformed', () => decryptKey(swapped, PASSWORD));
    expect(message).to.equal('the keystore holds the private key of another public key');
  });

  it('no error shows the password or the key', async () => {
    const file = await encryptKey(jwk, PASSWORD, CHEAP);
    const errors = [
      await refusal('password-wrong', () => decryptKey(file, `${PASSWORD}!`)),
      await refusal('password-unfit', () => encryptKey(jwk, 'hunter2', CHEAP)),
      await refusal('keystore-limits', () => encryptKey(jwk, PASSWORD, { n: 1 })),
      await refusal('keystore-malformed', () => parseKeystore(`${JSON.stringify(jwk)}x`)),
      await refusal('keystore-malformed', () => parseKeystore(JSON.stringify(jwk))),
      await refusal('key-invalid', () => encryptKey({ ...jwk, x: 'AAAA' }, PASSWORD, CHEAP)),
    ];
    for (const error of errors) {
      const all = inspect(error, { depth: 9 });
      for (const secret of [PASSWORD, 'hunter2', jwk.d]) expect(all).to.not.contain(secret);
    }
  });
});
