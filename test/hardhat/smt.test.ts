import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checkAssertions, smtFiles } from '../../scripts/lib/smtChecker.ts';

const VERDICTS = 'test/smt/VerdictMathChecks.sol';
const CONSENSUS = 'test/smt/ConsensusChecks.sol';
const PAGES = 'test/smt/PagesChecks.sol';

/** Number and title of a property; the file of its assertions; a fault, and the assertions that it breaks. */
const FAULTS: readonly (readonly [title: string, file: string, from: string, to: string, broken: readonly string[]])[] =
  [
    [
      'P23: a slash takes at most the stake',
      VERDICTS,
      'return stake * slashBps / ONE;',
      'return stake * slashBps / ONE + 1;',
      ['assert(withheld <= stake)'],
    ],
    [
      'P28: a verdict never costs more than withholding it',
      VERDICTS,
      '(away - tolerance) / (ONE',
      '(away - tolerance + 2) / (ONE',
      ['assert(slash <= withheld)'],
    ],
    [
      'P28: a verdict far off costs what withholding it costs',
      VERDICTS,
      'if (away >= fullDistance) return',
      'if (away > fullDistance + 1) return',
      ['assert(slash <= withheld)', 'assert(slash == VerdictMath.withheldSlash(stake, slashBps))'],
    ],
    [
      'P22: the remainder is less than a wei a head',
      VERDICTS,
      'reward % heads',
      'reward % heads + 1',
      ['assert(remainder < heads)'],
    ],
    [
      'P22: all shares together are at most the reward',
      VERDICTS,
      '(reward / heads, reward',
      '((reward + heads - 1) / heads, reward',
      ['assert(share * heads <= reward)'],
    ],
    [
      'P23: a share is at most the reward',
      VERDICTS,
      '(reward / heads, reward',
      '(reward / heads + 1, reward',
      ['assert(share <= reward)', 'assert(share * heads <= reward)'],
    ],
    [
      'P23: two responses are as far apart from either side',
      VERDICTS,
      'a > b ? a - b : b - a',
      'a > b ? a - b : b - a + 1',
      [
        'assert(away == VerdictMath.distance(other, one))',
        'assert(away <= VerdictMath.MAX_RESPONSE)',
        'assert((away == 0) == (one == other))',
      ],
    ],
    [
      'P29: a consensus has more than half of the stake',
      CONSENSUS,
      'agreeing * ONE >= consensusBps * total',
      'agreeing * ONE * 2 >= consensusBps * total',
      ['assert(!isConsensus || agreeing * 2 > total)'],
    ],
    [
      'P24: where all agree there is a consensus, whatever share is asked for',
      CONSENSUS,
      'agreeing * ONE >= consensusBps * total',
      'agreeing * ONE > consensusBps * total',
      ['assert(isConsensus || agreeing < total)'],
    ],
    [
      'A27: a stake is between half of the base and twice the base',
      CONSENSUS,
      'return base / 2;',
      'return base / 3;',
      ['assert(stake * 2 >= base && stake <= base * 2)', 'assert(stake > 0 && stake < 2 ** 80)'],
    ],
    [
      'A13: only who was wrong in more than three of ten stakes more than the base',
      CONSENSUS,
      'right * 10 < judged * 7',
      'right * 10 < judged * 8',
      ['assert(stake <= base || wrong * 7 > right * 3)'],
    ],
    [
      'A13: being right makes the next verdict no dearer',
      CONSENSUS,
      'right * 10 >= judged * 9',
      'right * 10 <= judged * 9 && right * 10 >= judged * 8',
      ['assert(right + wrong < VerdictMath.MIN_RECORD || VerdictMath.stakeFor(base, right + 1, wrong) <= stake)'],
    ],
    [
      'P18: a page has at most as many entries as were asked for',
      PAGES,
      'limit < rest ? limit : rest',
      'rest',
      ['assert(size <= limit)'],
    ],
    [
      'P18: a page lies within its list',
      PAGES,
      'length - offset;',
      'length;',
      [
        'assert(size == 0 || offset + size <= length)',
        'assert(offset >= length || size == limit || offset + size == length)',
      ],
    ],
    [
      'P18: pages joined are the whole',
      PAGES,
      'length - offset;',
      'length - offset - 1;',
      ['assert(offset >= length || size == limit || offset + size == length)'],
    ],
  ];

describe('proofs by the SMTChecker', () => {
  it('P18, P22, P23, P24, P28, P29, A13, A27: of every assertion there is', () => {
    const open = smtFiles().flatMap((file) => checkAssertions(file).filter(({ proved }) => !proved));
    expect(open).to.deep.equal([]);
  });

  it('fail where they should: every assertion has a fault below that it finds, but the one that no overflow happens', () => {
    const found = new Set(FAULTS.flatMap(([, , , , broken]) => broken));
    const rest = smtFiles().flatMap((file) => checkAssertions(file).filter(({ assertion }) => !found.has(assertion)));
    expect(rest.map(({ assertion }) => assertion)).to.deep.equal(['assert(stake + share >= stake)']);
  });

  for (const [title, file, from, to, broken] of FAULTS) {
    it(`finds a fault in ${title}`, () => {
      let planted = 0;
      const results = checkAssertions(file, (source) => {
        if (source.includes(from)) ++planted;
        return source.replace(from, to);
      });
      expect(planted).to.equal(1);
      expect(results.flatMap(({ assertion, proved }) => (proved ? [] : [assertion]))).to.deep.equal(broken);
    });
  }
});
