// Whoever opens audit/ reads its README first: nothing in the folder may be missing there.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ROOT } from '../../scripts/lib/paths.ts';

const FOLDER = join(ROOT, 'audit');

describe('the index of audit/', () => {
  it('names every file and folder beside it', () => {
    const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    const missing = readdirSync(FOLDER).filter((name) => name !== 'README.md' && !index.includes(name));
    expect(missing).to.deep.equal([]);
  });
});
