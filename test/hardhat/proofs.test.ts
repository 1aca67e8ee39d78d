import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { HALMOS, SOLVER } from '../../scripts/lib/halmos.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { readProofs, withProofs } from '../../scripts/lib/proofTable.ts';
import { readResult } from '../../scripts/lib/results.ts';

describe('the table of proofs', () => {
  it('lists every check as its source tells it, with the kept result', () => {
    const document = readFileSync(join(ROOT, 'audit/PROOFS.md'), 'utf8');
    expect(withProofs(document)).to.equal(document);
  });

  it('takes statement and arguments from the source', () => {
    const source = `contract Target {
}

contract SomeProofs is Test {
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

  it('names the contract that a check stands in, whatever it inherits from', () => {
    const source = `contract One is Deployed {
    function check_P1_one() public {}
}

contract Two is Base, Deployed {
    function check_P2_two() public {}
}`;
    expect(readProofs(source).map(({ suite, check }) => `${suite}.${check}`)).to.deep.equal([
      'One.check_P1_one',
      'Two.check_P2_two',
    ]);
    expect(() => readProofs('function check_P1_one() {}')).to.throw('check_P1_one stands in no contract');
  });

  it('finds every kept result in the sources', () => {
    const sources = readdirSync(join(ROOT, 'test/halmos')).map((name) =>
      readFileSync(join(ROOT, 'test/halmos', name), 'utf8'),
    );
    const names = sources.flatMap(readProofs).map(({ suite, check }) => `${suite}.${check}`);
    expect(names).to.include.members(readResult('halmos')?.rows.map(({ check }) => check) ?? []);
  });

  it('is made in the workflow by the halmos and the solver that are named here', () => {
    const workflow = readFileSync(join(ROOT, '.github/workflows/nightly.yml'), 'utf8');
    expect(workflow).to.include(`python: ${HALMOS} ${SOLVER}\n`);
  });

  it('refuses a document without its marks', () => {
    expect(() => withProofs('# Proofs\n')).to.throw('audit/PROOFS.md has no lines <!-- proofs:');
  });
});
