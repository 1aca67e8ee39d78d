import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { renderVerdictCodes } from '../../scripts/renderVerdictCodes.ts';
import { VERDICT_REASONS, describeReason } from '../../src/index.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

describe('the reasons of verdicts', () => {
  it('are what docs/verdicts.md says', () => {
    expect(readFileSync(join(ROOT, 'docs', 'verdicts.md'), 'utf8')).to.equal(renderVerdictCodes());
  });

  it('have one meaning each, and only ok is valid', () => {
    const reasons = Object.entries(VERDICT_REASONS);
    expect(new Set(reasons.map(([, { meaning }]) => meaning)).size).to.equal(reasons.length);
    expect(reasons.filter(([, { verdict }]) => verdict === 'valid').map(([code]) => code)).to.deep.equal(['ok']);
  });

  it('are described, those of other tables too', () => {
    expect(describeReason('key-revoked').verdict).to.equal('invalid');
    expect(describeReason('signature/replay').verdict).to.equal('invalid');
    expect(describeReason('signature/body-missing').verdict).to.equal('unknown');
    expect(describeReason('file/hash-mismatch').verdict).to.equal('invalid');
    expect(describeReason('domain/fetch-failed').verdict).to.equal('unknown');
    expect(describeReason('tee-evidence/collateral-expired').verdict).to.equal('unknown');
    for (const code of ['nonsense', 'nonsense/replay', 'signature/nonsense']) {
      expect(() => describeReason(code as 'ok')).to.throw(TypeError, `${code} is no reason of a verdict`);
    }
  });
});
