import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checkAssertions } from '../../scripts/lib/smtChecker.ts';

const FILE = 'test/smt/VerdictMathChecks.sol';

describe('proofs by the SMTChecker', () => {
  it('P22, P23, P28: the arithmetic of verdicts, for all stakes, rewards and rules', () => {
    expect(checkAssertions(FILE).filter(({ proved }) => !proved)).to.deep.equal([]);
  });

  it('find a slash that is too large, and a remainder of a wei for each head', () => {
    const failed = (from: string, to: string): string[] =>
      checkAssertions(FILE, (source) => {
        expect(source).to.include(from);
        return source.replace(from, to);
      }).flatMap(({ assertion, proved }) => (proved ? [] : [assertion]));
    expect(failed('return stake * slashBps / ONE;', 'return stake * slashBps / ONE + 1;')).to.deep.equal([
      'assert(withheld <= stake)',
    ]);
    expect(failed('(away - tolerance) / (ONE', '(away - tolerance + 2) / (ONE')).to.deep.equal([
      'assert(slash <= withheld)',
    ]);
    expect(failed('reward % heads', 'reward % heads + 1')).to.deep.equal(['assert(remainder < heads)']);
  });
});
