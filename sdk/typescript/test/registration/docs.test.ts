import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { renderFileCodes } from '../../scripts/renderFileCodes.ts';
import { CARD_REASONS, FETCH_ERRORS, REGISTRATION_REASONS } from '../../src/index.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

describe('docs/agent-file-codes.md', () => {
  it('is what the tables of codes give', () => {
    expect(readFileSync(join(root, 'docs', 'agent-file-codes.md'), 'utf8')).to.equal(renderFileCodes());
  });

  it('gives each code of a table a meaning of its own', () => {
    const tables: readonly Readonly<Record<string, { readonly meaning: string }>>[] = [
      CARD_REASONS,
      FETCH_ERRORS,
      REGISTRATION_REASONS,
    ];
    for (const table of tables) {
      const meanings = Object.values(table).map(({ meaning }) => meaning);
      expect(new Set(meanings).size).to.equal(meanings.length);
    }
  });

  it('says valid of nothing but ok', () => {
    for (const table of [CARD_REASONS, REGISTRATION_REASONS]) {
      const valid = Object.entries(table).filter(([, { verdict }]) => verdict === 'valid');
      expect(valid.map(([code]) => code)).to.deep.equal(['ok']);
    }
  });
});
