import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { rfc9180 } from '../../conformance/rfc9180.ts';
import { parseVectors } from '../../conformance/types.ts';
import { checkX25519PublicKey, createHpkeRecipient, createHpkeSender } from '../../src/index.ts';
import { ROOT } from '../http/support.ts';
import { codeOf } from './support.ts';

const VECTORS = parseVectors(readFileSync(join(ROOT, 'sdk', 'vectors', 'rfc9180.json'), 'utf8'), 'rfc9180.json');

const bytes = (hex: string): Uint8Array => hexToBytes(hex);

describe('HPKE: vectors of RFC 9180', () => {
  it('test_attack_A35 all 16 cases and the 11 that must fail: four modes, X25519 and P-256, three AEADs and none', async () => {
    const results = await rfc9180(VECTORS);
    expect(results.filter(({ passed }) => !passed)).to.deep.equal([]);
    expect(results.filter(({ wanted }) => wanted === 'refused')).to.have.length(11);
    expect(results).to.have.length(27);
  }).timeout(60_000);

  it('refuses suites that it has not', async () => {
    const ids = { kem: 0x20, kdf: 1, aead: 4 };
    const options = { ids, recipientPublicKey: new Uint8Array(32), info: new Uint8Array() };
    expect(await codeOf(() => createHpkeSender(options))).to.equal('suite-unsupported');
  });

  it('refuses keys that are none of the suite', async () => {
    const ids = { kem: 0x10, kdf: 1, aead: 1 };
    const options = { ids, info: new Uint8Array() };
    const recipientPublicKey = new Uint8Array(65);
    expect(await codeOf(() => createHpkeSender({ ...options, recipientPublicKey }))).to.equal('agreement-key-invalid');
    const recipient = { ...options, recipientPrivateKey: new Uint8Array(31), enc: new Uint8Array(65) };
    expect(await codeOf(() => createHpkeRecipient(recipient))).to.equal('agreement-key-invalid');
  });

  it('passes errors on that are no failed decryption', async () => {
    const ids = { kem: 0x20, kdf: 1, aead: 3 };
    const recipientPublicKey = checkX25519PublicKey(Uint8Array.of(9, ...new Uint8Array(31)), 'key');
    const { enc } = await createHpkeSender({ ids, recipientPublicKey, info: new Uint8Array() });
    const recipientPrivateKey = new Uint8Array(32).fill(7);
    const recipient = await createHpkeRecipient({ ids, recipientPrivateKey, enc, info: new Uint8Array() });
    expect(
      await codeOf(() =>
        recipient.export(new Uint8Array(9000), 32).catch((error: unknown) => {
          throw Object.assign(new Error('passed on'), { code: (error as Error).constructor.name });
        }),
      ),
    ).to.equal('InvalidParamError');
  });
});

describe('HKDF: vectors of RFC 5869, appendix A', () => {
  it('test_attack_A35 test case 1', () => {
    const prk = extract(sha256, new Uint8Array(22).fill(0x0b), bytes('000102030405060708090a0b0c'));
    expect(bytesToHex(prk)).to.equal('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5');
    expect(bytesToHex(expand(sha256, prk, bytes('f0f1f2f3f4f5f6f7f8f9'), 42))).to.equal(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
  });

  it('test_attack_A35 test case 3, without salt and info', () => {
    const prk = extract(sha256, new Uint8Array(22).fill(0x0b), new Uint8Array());
    expect(bytesToHex(prk)).to.equal('19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04');
    expect(bytesToHex(expand(sha256, prk, new Uint8Array(), 42))).to.equal(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    );
  });
});

describe('X25519 public keys', () => {
  /** Every point of small order, in every spelling below 2^255 (RFC 7748 and the list of Bernstein's page on ECDH). */
  const SMALL = [
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0100000000000000000000000000000000000000000000000000000000000000',
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ];
  const NOT_CANONICAL = [
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '0900000000000000000000000000000000000000000000000000000000000080',
  ];
  for (const key of [...SMALL, ...NOT_CANONICAL]) {
    it(`test_attack_A32 ${key} is refused`, async () => {
      expect(await codeOf(() => checkX25519PublicKey(bytes(key), 'key'))).to.equal('agreement-key-invalid');
    });
  }

  for (const key of ['09', '0900'.padEnd(66, '0'), '']) {
    it(`${key.length / 2} bytes are refused`, async () => {
      expect(await codeOf(() => checkX25519PublicKey(bytes(key), 'key'))).to.equal('agreement-key-invalid');
    });
  }

  it('other keys pass, those with many set bits included', () => {
    for (const key of [
      '0900000000000000000000000000000000000000000000000000000000000000',
      'ffffffffffffffffffffffffffffff00ffffffffffffffffffffffffffffff7f',
      'ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ]) {
      expect(checkX25519PublicKey(bytes(key), 'key')).to.deep.equal(bytes(key));
    }
  });
});
