import { expect } from 'chai';
import { parse } from 'did-resolver';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { DidError } from '../../src/did/DidError.ts';
import { formatDid } from '../../src/did/formatDid.ts';
import { parseDidUrl } from '../../src/did/parseDidUrl.ts';
import { inTime } from '../fuzzing.ts';

const RUNS = 50_000;
const DID = 'did:sage:n:a';

describe('DID URLs of did:sage', () => {
  it('are taken apart', () => {
    const parts = { did: DID, network: 'n', identifier: 'a' };
    expect(formatDid('n', 'a')).to.equal(DID);
    expect(parseDidUrl(DID)).to.deep.equal({ ...parts, query: new Map(), fragment: undefined });
    expect(parseDidUrl(`${DID}?versionTime=2026%2D01&b==+#x?y/`)).to.deep.equal({
      ...parts,
      query: new Map([
        ['versionTime', '2026-01'],
        ['b', '=+'],
      ]),
      fragment: 'x?y/',
    });
    expect(parseDidUrl(`${DID}#`).fragment).to.equal('');
  });

  it('have no path, and each parameter once', () => {
    const query = ['?', '?a', '?=a', '?a=1&a=2', '?a=1&%61=2', '?a=1&', '?a=%', '?a=%ff', '?a=é', '?a=<'];
    for (const rest of ['/', '/x', ';a=1', '#a#b', '#é', '# ', ...query, `#${'x'.repeat(2_048)}`]) {
      expect(() => parseDidUrl(DID + rest), rest)
        .to.throw(DidError)
        .with.property('code', 'did-malformed');
    }
    expect(() => formatDid('n', 'A')).to.throw(DidError, 'is no did:sage');
  });

  it('any text is one or refused, and what is one is one to did-resolver too', () => {
    let accepted = 0;
    const piece = fc.constantFrom('a', '=', '&', '?', '#', '/', '%', '%41', '%ff', ':', '+', 'é', 'versionTime=', '\n');
    const near = fc.array(piece, { maxLength: 8 }).map((pieces) => DID + pieces.join(''));
    const text = fc.oneof({ weight: 4, arbitrary: near }, fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, (url) => {
        try {
          const { did, query, fragment } = inTime(() => parseDidUrl(url));
          accepted += 1;
          expect(url.startsWith(did)).to.equal(true);
          expect(parse(url)?.did).to.equal(did);
          expect(query.size > 0).to.equal(url.split('#', 1)[0]?.includes('?'));
          expect(fragment !== undefined).to.equal(url.includes('#'));
        } catch (error) {
          if (!(error instanceof DidError)) throw error;
        }
      }),
      { numRuns: RUNS, seed: 1 },
    );
    expect(accepted).to.be.greaterThan(RUNS / 20);
  });
});
