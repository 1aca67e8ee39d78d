import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { withTeeReasons } from '../../../../scripts/lib/teeReasons.ts';

const file = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..', 'docs', 'tee-evidence.md');

describe('docs/tee-evidence.md', () => {
  it('holds the table of reasons as the code gives it (npx tsx scripts/tee-reasons.ts writes it)', () => {
    const document = readFileSync(file, 'utf8');
    expect(withTeeReasons(document)).to.equal(document);
  });

  it('cannot lose its table unnoticed', () => {
    expect(() => withTeeReasons('')).to.throw('the document lacks');
  });
});
