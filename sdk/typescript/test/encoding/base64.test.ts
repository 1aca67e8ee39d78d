import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { decodeBase64 } from '../../src/encoding/decodeBase64.ts';
import { decodeBase64Url } from '../../src/encoding/decodeBase64Url.ts';
import { encodeBase64 } from '../../src/encoding/encodeBase64.ts';
import { encodeBase64Url } from '../../src/encoding/encodeBase64Url.ts';
import { equalBytes } from '../../src/encoding/equalBytes.ts';

describe('base64, RFC 4648', () => {
  it('section 10: test vectors', () => {
    const vectors = {
      '': '',
      f: 'Zg==',
      fo: 'Zm8=',
      foo: 'Zm9v',
      foob: 'Zm9vYg==',
      fooba: 'Zm9vYmE=',
      foobar: 'Zm9vYmFy',
    };
    for (const [text, encoded] of Object.entries(vectors)) {
      expect(encodeBase64(new TextEncoder().encode(text))).to.equal(encoded);
      expect(new TextDecoder().decode(decodeBase64(encoded))).to.equal(text);
    }
  });

  it('is what Node makes of any bytes, and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(encodeBase64(bytes)).to.equal(Buffer.from(bytes).toString('base64'));
        expect(encodeBase64Url(bytes)).to.equal(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64(encodeBase64(bytes))).to.deep.equal(Uint8Array.from(bytes));
        expect(decodeBase64Url(encodeBase64Url(bytes))).to.deep.equal(Uint8Array.from(bytes));
      }),
    );
  });

  it('every byte string has one encoding: what is decoded is encoded to the same text', () => {
    const text = fc.stringMatching(/^[A-Za-z0-9+/=_ -]{0,12}$/);
    fc.assert(
      fc.property(text, (encoded) => {
        const bytes = decodeBase64(encoded);
        if (bytes !== undefined) expect(encodeBase64(bytes)).to.equal(encoded);
        const url = decodeBase64Url(encoded);
        if (url !== undefined) expect(encodeBase64Url(url)).to.equal(encoded);
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses other texts', () => {
    for (const text of [
      'Zg',
      'Zg=',
      'Zg===',
      'Zh==',
      'Zm9=',
      'Z g==',
      'Zg==\n',
      '====',
      '=',
      'Zg=a',
      'Zgé=',
      'Z\u0100==',
    ]) {
      expect(decodeBase64(text), text).to.equal(undefined);
    }
    for (const text of ['Zg==', 'Zh', 'Z', '+A', 'Zm9vY']) expect(decodeBase64Url(text), text).to.equal(undefined);
  });
});

describe('equalBytes', () => {
  it('compares length and every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (a, b) => {
        expect(equalBytes(a, b)).to.equal(Buffer.compare(a, b) === 0);
        expect(equalBytes(a, Uint8Array.from(a))).to.equal(true);
        for (let index = 0; index < a.length; index++) {
          const changed = Uint8Array.from(a);
          changed[index] = (changed[index] ?? 0) ^ 0x80;
          expect(equalBytes(a, changed)).to.equal(false);
        }
      }),
    );
  });
});
