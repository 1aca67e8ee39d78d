import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ROOT } from '../../scripts/lib/paths.ts';
import { readProofs, withProofs } from '../../scripts/lib/proofTable.ts';

describe('the table of proofs', () => {
  it('lists every check as its source tells it, with the kept result', () => {
    const document = readFileSync(join(ROOT, 'audit/PROOFS.md'), 'utf8');
    expect(withProofs(document)).to.equal(document);
  });

  it('takes statement and arguments from the source', () => {
    const source = `contract SomeProofs is Test {
    /// @dev P35, A21: nobody
    /// does | it.
    function check_P35_A21_nobody(address caller, IRules.Terms memory terms, uint8[2] memory kinds)
        public
    {
    }
    function helper(uint256 number) private {}
    function check_P1_more() public {}
}`;
    expect(readProofs(source)).to.deep.equal([
      {
        suite: 'SomeProofs',
        check: 'check_P35_A21_nobody',
        statement: 'Nobody does \\| it.',
        symbolic: 'address caller, Terms terms, uint8[2] kinds',
      },
      { suite: 'SomeProofs', check: 'check_P1_more', statement: '', symbolic: '' },
    ]);
  });

  it('refuses a document without its marks', () => {
    expect(() => withProofs('# Proofs\n')).to.throw('audit/PROOFS.md has no lines <!-- proofs:');
  });
});
