import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checkX25519PublicKey, createHpkeRecipient, createHpkeSender } from '../../src/index.ts';
import type { HpkeIds, HpkePsk, HpkeRecipient } from '../../src/index.ts';
import { ROOT } from '../http/support.ts';
import { codeOf } from './support.ts';

interface Encryption {
  readonly seq: number;
  readonly pt: string;
  readonly aad: string;
  readonly ct: string;
}

interface HpkeCase {
  readonly id: string;
  readonly suite?: string;
  readonly modeName?: string;
  readonly mode: number;
  readonly kem_id: number;
  readonly kdf_id: number;
  readonly aead_id: number;
  readonly info: string;
  readonly ikmE: string;
  readonly pkRm: string;
  readonly skRm: string;
  readonly skSm?: string;
  readonly pkSm?: string;
  readonly psk?: string;
  readonly psk_id?: string;
  readonly enc: string;
  readonly encryptions: readonly Encryption[];
  readonly exports: readonly {
    readonly exporter_context: string;
    readonly L: number;
    readonly exported_value: string;
  }[];
}

interface NegativeCase extends HpkeCase {
  readonly derivedFrom: string;
  readonly mutation: string;
  readonly seq: number;
  readonly aad: string;
  readonly ct: string;
}

const VECTORS = JSON.parse(readFileSync(join(ROOT, 'sdk', 'vectors', 'rfc9180.json'), 'utf8')) as {
  readonly cases: readonly HpkeCase[];
  readonly negative: readonly NegativeCase[];
};

const bytes = (hex: string): Uint8Array => hexToBytes(hex);
const maybe = (hex: string | undefined): Uint8Array | undefined => (hex === undefined ? undefined : bytes(hex));

function idsOf({ kem_id: kem, kdf_id: kdf, aead_id: aead }: HpkeCase): HpkeIds {
  return { kem, kdf, aead };
}

function pskOf({ psk, psk_id: id }: HpkeCase): HpkePsk | undefined {
  return psk === undefined || id === undefined ? undefined : { key: bytes(psk), id: bytes(id) };
}

function recipientOf(vector: HpkeCase): Promise<HpkeRecipient> {
  return createHpkeRecipient({
    ids: idsOf(vector),
    recipientPrivateKey: bytes(vector.skRm),
    enc: bytes(vector.enc),
    info: bytes(vector.info),
    psk: pskOf(vector),
    senderPublicKey: maybe(vector.pkSm),
  });
}

describe('HPKE: vectors of RFC 9180', () => {
  it('are 16 cases and 11 that must fail', () => {
    expect(VECTORS.cases).to.have.length(16);
    expect(VECTORS.negative).to.have.length(11);
  });

  for (const vector of VECTORS.cases) {
    it(`test_attack_A35 ${vector.id}: ${vector.suite ?? ''}, ${vector.modeName ?? ''}`, async () => {
      const sender = await createHpkeSender(
        {
          ids: idsOf(vector),
          recipientPublicKey: bytes(vector.pkRm),
          info: bytes(vector.info),
          psk: pskOf(vector),
          senderPrivateKey: maybe(vector.skSm),
        },
        bytes(vector.ikmE),
      );
      expect(bytesToHex(sender.enc)).to.equal(vector.enc);
      const recipient = await recipientOf(vector);
      const wanted = new Map(vector.encryptions.map((encryption) => [encryption.seq, encryption]));
      for (let seq = 0; seq <= Math.max(-1, ...wanted.keys()); seq++) {
        const { pt = '', aad = '', ct } = wanted.get(seq) ?? {};
        const sealed = await sender.seal(bytes(pt), bytes(aad));
        if (ct !== undefined) expect(bytesToHex(sealed)).to.equal(ct);
        expect(bytesToHex(await recipient.open(sealed, bytes(aad)))).to.equal(pt);
      }
      for (const { exporter_context: context, L, exported_value: value } of vector.exports) {
        expect(bytesToHex(await sender.export(bytes(context), L))).to.equal(value);
        expect(bytesToHex(await recipient.export(bytes(context), L))).to.equal(value);
      }
    });
  }

  for (const vector of VECTORS.negative) {
    it(`test_attack_A35 ${vector.id} fails: ${vector.mutation}`, async () => {
      const code = await codeOf(async () => {
        const recipient = await recipientOf(vector);
        const original = VECTORS.cases.find(({ id }) => id === vector.derivedFrom);
        for (let seq = 0; seq < vector.seq; seq++) {
          const before = original?.encryptions.find((encryption) => encryption.seq === seq);
          if (before === undefined) throw new Error(`no encryption ${seq}`);
          await recipient.open(bytes(before.ct), bytes(before.aad));
        }
        await recipient.open(bytes(vector.ct), bytes(vector.aad));
      });
      const isBadKey = ['neg.enc-zero', 'neg.enc-low-order'].includes(vector.id);
      expect(code).to.equal(isBadKey ? 'agreement-key-invalid' : 'decryption-failed');
    });
  }

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
    const [vector] = VECTORS.cases;
    if (vector === undefined) throw new Error('no vectors');
    const recipient = await recipientOf(vector);
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
