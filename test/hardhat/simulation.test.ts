// The model of StakedValidation's rules, its command and its document; simulationParity.test.ts compares it with the contract.
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, tsArguments } from '../../scripts/lib/paths.ts';
import { run } from '../../scripts/lib/process.ts';
import { createRandom } from '../../scripts/simulation/createRandom.ts';
import { DEFAULT_RULES } from '../../scripts/simulation/defaultRules.ts';
import { depositWherePaid } from '../../scripts/simulation/depositWherePaid.ts';
import { EXAMPLE_ROUND } from '../../scripts/simulation/exampleRound.ts';
import { farmRecord } from '../../scripts/simulation/farmRecord.ts';
import { judgeResults } from '../../scripts/simulation/judgeResults.ts';
import { medianOf } from '../../scripts/simulation/medianOf.ts';
import { DEFAULT_ROUNDS, DEFAULT_SEED, parseOptions } from '../../scripts/simulation/parseOptions.ts';
import { playScenario } from '../../scripts/simulation/playScenario.ts';
import { marketScenario } from '../../scripts/simulation/scenarios.ts';
import { settleRound } from '../../scripts/simulation/settleRound.ts';
import { simulate } from '../../scripts/simulation/simulate.ts';
import { slashOf } from '../../scripts/simulation/slashOf.ts';
import { stakeFactor } from '../../scripts/simulation/stakeFactor.ts';
import type { Round } from '../../scripts/simulation/types.ts';
import { withResults } from '../../scripts/simulation/withResults.ts';
import { UsageError } from '../../scripts/lib/usage.ts';

const STAKE = DEFAULT_RULES.baseStake;

function roundOf(...responses: (number | undefined)[]): Round {
  const verdicts = responses.map((response) => ({ stake: STAKE, response }));
  return { mode: 'stake', deposit: 10n ** 18n, minValidators: 3, verdicts, tee: undefined };
}

describe('the model of staked validation', () => {
  it('takes the lower of two medians, and refuses none', () => {
    const stakes = new Array<bigint>(101).fill(0n);
    stakes[20] = stakes[90] = 5n;
    expect(medianOf(stakes, 10n)).to.equal(20);
    expect(() => medianOf(new Array<bigint>(101).fill(0n), 0n)).to.throw(RangeError, 'no stake was revealed');
  });

  it('slashes nothing at the tolerance, evenly beyond, all at the full distance', () => {
    expect([10, 11, 20, 29, 30, 100].map((distance) => slashOf(STAKE, distance, DEFAULT_RULES))).to.deep.equal([
      0n,
      STAKE / 20n,
      STAKE / 2n,
      (STAKE * 19n) / 20n,
      STAKE,
      STAKE,
    ]);
  });

  it('halves and doubles the stake at the edges of the record', () => {
    const factors = [
      [9, 0],
      [9, 1],
      [89, 11],
      [7, 3],
      [69, 31],
      [0, 9],
    ].map(([right = 0, wrong = 0]) => stakeFactor({ right, wrong }));
    expect(factors).to.deep.equal([1, 0.5, 1, 1, 2, 1]);
  });

  it('settles the worked example', () => {
    const { status, response, toTreasury, rewardPerHead, settled } = settleRound(DEFAULT_RULES, EXAMPLE_ROUND);
    expect({ status, response, rewardPerHead, toTreasury }).to.deep.equal({
      status: 'decided',
      response: 82,
      rewardPerHead: 16_666_666_666_666_666n,
      toTreasury: 260_000_000_000_000_002n,
    });
    expect(settled.map(({ payout }) => payout)).to.deep.equal([
      116_666_666_666_666_666n,
      116_666_666_666_666_666n,
      66_666_666_666_666_666n,
      40_000_000_000_000_000n,
      0n,
    ]);
  });

  it('tells when nobody was asked to reveal', () => {
    const early = settleRound(DEFAULT_RULES, roundOf(undefined, undefined));
    expect([early.status, early.toTreasury]).to.deep.equal(['expired', 0n]);
    const late = settleRound(DEFAULT_RULES, roundOf(undefined, 50, 50));
    expect([late.status, late.toTreasury]).to.deep.equal(['expired', STAKE]);
  });

  it('P28: no verdict ever gets less than not revealing it', () => {
    const random = createRandom(28, 0);
    for (let i = 0; i < 2_000; i++) {
      const responses = Array.from({ length: random.whole(3, 8) }, () =>
        random.unit() < 0.2 ? undefined : random.whole(0, 100),
      );
      const own = random.whole(0, 100);
      const shown = settleRound(DEFAULT_RULES, roundOf(own, ...responses)).settled[0];
      const withheld = settleRound(DEFAULT_RULES, roundOf(undefined, ...responses)).settled[0];
      expect(shown?.payout ?? -1n, `${own} among ${JSON.stringify(responses)}`).to.be.at.least(withheld?.payout ?? 0n);
    }
  });

  it('P22: pays out all that came in, and less than a wei a head remains of the reward', () => {
    const random = createRandom(22, 0);
    for (let i = 0; i < 2_000; i++) {
      const round = roundOf(...Array.from({ length: random.whole(0, 9) }, () => random.whole(60, 100)));
      const { settled, refund, toTreasury, teeReward } = settleRound(DEFAULT_RULES, round);
      const out = settled.reduce((sum, { payout }) => sum + payout, refund + toTreasury + teeReward);
      expect(out).to.equal(round.deposit + STAKE * BigInt(round.verdicts.length));
    }
  });

  it('finds the rounds to a good record, and the deposit that pays', () => {
    expect(farmRecord(DEFAULT_RULES).rounds).to.equal(10);
    const results = [1n, 2n].map((ether) =>
      playScenario(DEFAULT_RULES, { ...marketScenario(), deposit: ether * 10n ** 18n }, 1_000, 1, () => undefined),
    );
    const deposit = depositWherePaid(results, 'honest') ?? 0;
    const at = { ...marketScenario(), deposit: BigInt(Math.round(deposit * 1e18)) };
    const group = playScenario(DEFAULT_RULES, at, 1_000, 1, () => undefined).groups[0];
    // The chain's matchers take the place of `closeTo` and want integers.
    expect(Math.abs(group?.netPerVerdict ?? NaN) < 1e-9).to.equal(true);
  });

  it('P29: while most of the stake is honest a lying coalition of no size gains, and none posts its lie', () => {
    const { coalition, coalitionAgainstRecords } = simulate(1_000, 29, () => undefined);
    const sizes = [...coalition, ...coalitionAgainstRecords].flatMap(({ groups: [, liars], wrong }) =>
      liars !== undefined && liars.stakeShare < 0.5 ? [{ net: liars.netPerVerdict, wrong }] : [],
    );
    expect(sizes.length).to.equal(13);
    expect(sizes.filter(({ net, wrong }) => net >= 0 || wrong > 0)).to.deep.equal([]);
  });

  it('says so when a claim does not hold', () => {
    const report = simulate(1_000, 1, () => undefined);
    expect(report.findings.filter(({ holds }) => !holds)).to.deep.equal([]);
    const poor = { ...report.market, groups: report.market.groups.map((one) => ({ ...one, netPerVerdict: 0 })) };
    const failed = judgeResults({ ...report, market: poor }).filter(({ holds }) => !holds);
    expect(failed.map(({ claim }) => claim)).to.include.members(['honest validators earn', 'who guesses loses']);
    const winning = report.coalition.filter(({ wrong }) => wrong === 1);
    const shrunk = winning.map((one) => ({
      ...one,
      groups: one.groups.map((group) => ({ ...group, stakeShare: 0.5 })),
    }));
    const [claim] = judgeResults({ ...report, coalition: shrunk }).filter(({ holds }) => !holds);
    expect(claim?.claim).to.equal('a coalition below the threshold loses');
  });
});

describe('simulate:validation', function () {
  this.timeout(120_000);

  it('gives the same figures for the same seed and others for another', () => {
    const [one, two, other] = [7, 7, 8].map((seed) => JSON.stringify(simulate(1_000, seed, () => undefined).market));
    expect(one).to.equal(two);
    expect(one).to.not.equal(other);
  });

  it('is what docs/validation-economics.md shows (npm run simulate:validation -- --update-doc writes it)', () => {
    const document = readFileSync(join(ROOT, 'docs', 'validation-economics.md'), 'utf8');
    const report = simulate(DEFAULT_ROUNDS, DEFAULT_SEED, () => undefined);
    expect(document).to.equal(withResults(document, report));
    expect(() => withResults('# Empty', report)).to.throw('the document lacks <!-- example');
  });

  for (const [args, message] of [
    [['--rounds', '10'], '--rounds is "10"; give a whole number from 1000 to 10000000'],
    [['--rounds', '1e4'], '--rounds is "1e4"; give a whole number from 1000 to 10000000'],
    [['--seed', '4294967296'], '--seed is "4294967296"; give a whole number from 0 to 4294967295'],
    [['--update-doc', '--seed', '1'], '--update-doc shows the default run'],
  ] as const) {
    it(`refuses ${args.join(' ')}`, () => {
      expect(() => parseOptions(args)).to.throw(UsageError, message);
    });
  }

  it('prints JSON alone on stdout, progress beside it, and ends wrong options with 2', async () => {
    const script = tsArguments('scripts/simulate-validation.ts');
    const good = await run(process.execPath, [...script, '--json', '--rounds', '1000']);
    expect(good.code, good.output).to.equal(0);
    expect(JSON.parse(good.stdout)).to.include({ rounds: 1000, seed: DEFAULT_SEED });
    expect(good.output).to.contain('simulating: ');
    const bad = await run(process.execPath, [...script, '--round', '1000']);
    expect(bad.code).to.equal(2);
    expect(bad.output).to.contain("Unknown option '--round'").and.contain('--help tells the options');
  });
});
