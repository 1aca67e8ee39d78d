import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { DidError } from '../../src/did/DidError.ts';
import { formatKeyUrl } from '../../src/did/formatKeyUrl.ts';
import { parseDid } from '../../src/did/parseDid.ts';
import { parseKeyUrl } from '../../src/did/parseKeyUrl.ts';

const RUNS = 50_000;
const KEY_ID = `0x${'0a'.repeat(32)}` as const;

describe('did:sage', () => {
  it('is taken apart', () => {
    expect(parseDid('did:sage:base-sepolia:a.b_c-9')).to.deep.equal({
      ...{ did: 'did:sage:base-sepolia:a.b_c-9', network: 'base-sepolia', identifier: 'a.b_c-9' },
    });
    const longest = `did:sage:${'n'.repeat(21)}:${'i'.repeat(64)}`;
    expect(parseDid(longest).did).to.equal(longest);
  });

  it('A06: has one spelling', () => {
    for (const text of [
      ...['', 'did:sage:', 'did:sage::', 'did:sage::a', 'did:sage:n:', 'did::a:b', 'did:SAGE:n:a', 'DID:sage:n:a'],
      ...[
        'did:sage:n:A',
        'did:sage:N:a',
        'did:sage:n:-a',
        'did:sage:n:a-',
        'did:sage:n:a b',
        ' did:sage:n:a',
        'did:sage:n:a\n',
      ],
      ...['did:sage:n:a#x', 'did:sage:n:a?x', 'did:sage:n:a/x', 'did:sage:n:%61', 'did:sage:n:аb', 'did:sage:n:a:b'],
      ...[`did:sage:${'n'.repeat(22)}:a`, `did:sage:n:${'a'.repeat(65)}`],
    ]) {
      expect(() => parseDid(text), text)
        .to.throw(DidError, 'is no did:sage')
        .with.property('code', 'did-malformed');
    }
  });

  it('names keys by their ids', () => {
    const url = `did:sage:n:a#${KEY_ID}`;
    expect(parseKeyUrl(url)).to.deep.equal({ did: 'did:sage:n:a', keyId: KEY_ID });
    expect(formatKeyUrl('did:sage:n:a', KEY_ID.toUpperCase().replace('0X', '0x') as `0x${string}`)).to.equal(url);
    for (const text of [
      'did:sage:n:a',
      'did:sage:n:a#',
      'did:sage:n:a#0x12',
      `did:sage:n:a#${KEY_ID}0`,
      `did:sage:n:a#${KEY_ID}#`,
      `x#${KEY_ID}`,
      `did:sage:n:a#${KEY_ID.toUpperCase()}`,
    ]) {
      expect(() => parseKeyUrl(text), text)
        .to.throw(DidError)
        .with.property('code', 'did-malformed');
    }
  });

  it('any text is a DID or refused', () => {
    const near = fc
      .array(fc.constantFrom('did:', 'sage:', 'a', 'Z', ':', '-', '.', '#', '0x', '%', '0'.repeat(64)))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'binary' })), (text) => {
        for (const parse of [parseDid, parseKeyUrl]) {
          try {
            expect(text.startsWith(parse(text).did)).to.equal(true);
          } catch (error) {
            if (!(error instanceof DidError)) throw error;
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});
