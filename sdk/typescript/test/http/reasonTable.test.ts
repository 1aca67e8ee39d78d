import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { renderSignatureCodes } from '../../scripts/renderSignatureCodes.ts';
import { SIGNATURE_MISUSES, SIGNATURE_REASONS } from '../../src/index.ts';
import { ROOT } from './support.ts';

describe('the table of codes', () => {
  it('is what docs/http-signature-codes.md says', () => {
    expect(readFileSync(join(ROOT, 'docs', 'http-signature-codes.md'), 'utf8')).to.equal(renderSignatureCodes());
  });

  it('gives each code one meaning', () => {
    const meanings = [
      ...Object.values(SIGNATURE_REASONS).map(({ meaning }) => meaning),
      ...Object.values(SIGNATURE_MISUSES),
    ];
    expect(new Set(meanings).size).to.equal(meanings.length);
    const shared = Object.keys(SIGNATURE_MISUSES).filter((code) => Object.hasOwn(SIGNATURE_REASONS, code));
    expect(shared).to.deep.equal([]);
  });

  it('says unknown exactly for what can not be judged', () => {
    const unknown = Object.entries(SIGNATURE_REASONS)
      .filter(([, { status }]) => status === 'unknown')
      .map(([code]) => code);
    expect(unknown).to.deep.equal([
      'algorithm-unsupported',
      'digest-unsupported',
      'body-missing',
      'body-too-large',
      'key-not-found',
      'key-resolver-failed',
      'key-failed',
      'nonce-store-failed',
    ]);
  });
});
