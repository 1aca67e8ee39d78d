import { ONE } from './defaultRules.ts';
import { agreeingStake } from './agreeingStake.ts';
import { medianOf } from './medianOf.ts';
import { slashOf } from './slashOf.ts';
import { tally } from './tally.ts';
import type { Outcome, Round, Rules, Settled, Verdict } from './types.ts';
import { withheldSlash } from './withheldSlash.ts';

const RETURNED = 'returned';

/**
 * Ends a round as `StakedValidation.finalize` (or `answerWithTEE` in mode `tee`) does, to the wei. A test compares the two.
 *
 * @param rules Those of the request.
 * @param round All that was committed, revealed and answered.
 */
export function settleRound(rules: Rules, round: Round): Outcome {
  const { mode, minValidators, verdicts, tee } = round;
  if (mode === 'tee')
    return tee === undefined ? undecided('expired', rules, round, false) : decide(tee.response, rules, round);
  // Nobody was asked to reveal.
  if (verdicts.length < minValidators) return undecided('expired', rules, round, false);
  const revealed = verdicts.filter(({ response }) => response !== undefined);
  if (revealed.length < minValidators) return undecided('expired', rules, round, true);
  if (mode === 'hybrid' && (tee === undefined || tee.revoked)) return undecided('expired', rules, round, true);

  const stakes = tally(verdicts);
  const total = stakes.reduce((sum, stake) => sum + stake, 0n);
  const median = medianOf(stakes, total);
  const agreeing = agreeingStake(stakes, median, rules.tolerance);
  const consensus = agreeing * ONE >= rules.consensusBps * total;
  const teeAgrees = tee === undefined || Math.abs(tee.response - median) <= rules.tolerance;
  return consensus && teeAgrees ? decide(median, rules, round) : undecided('disputed', rules, round, true);
}

/** Stakes and deposit go back; whoever was asked to reveal and didn't is slashed. */
function undecided(status: 'disputed' | 'expired', rules: Rules, round: Round, asked: boolean): Outcome {
  const settled = round.verdicts.map(({ stake, response }): Settled => {
    if (response !== undefined || !asked) return { settlement: RETURNED, payout: stake };
    return { settlement: 'withheld', payout: stake - withheldSlash(stake, rules) };
  });
  const toTreasury = staked(round.verdicts) - paid(settled);
  return { status, response: 0, refund: round.deposit, rewardPerHead: 0n, teeReward: 0n, toTreasury, settled };
}

/** The reward goes in equal parts to those who agree with the response, slashes and the remainder to the treasury. */
function decide(response: number, rules: Rules, { deposit, verdicts, tee }: Round): Outcome {
  const agrees = (verdict: Verdict): boolean =>
    verdict.response !== undefined && Math.abs(verdict.response - response) <= rules.tolerance;
  const heads = verdicts.filter(agrees).length + (tee === undefined ? 0 : 1);
  const reward = (deposit * rules.rewardBps) / ONE;
  const rewardPerHead = reward / BigInt(heads);
  const settled = verdicts.map((verdict): Settled => {
    const { stake } = verdict;
    if (verdict.response === undefined) {
      return { settlement: 'withheld', payout: stake - withheldSlash(stake, rules) };
    }
    if (agrees(verdict)) return { settlement: 'agreed', payout: stake + rewardPerHead };
    return { settlement: 'dissented', payout: stake - slashOf(stake, Math.abs(verdict.response - response), rules) };
  });
  const teeReward = tee === undefined ? 0n : rewardPerHead;
  const toTreasury = staked(verdicts) + reward - paid(settled) - teeReward;
  return { status: 'decided', response, refund: deposit - reward, rewardPerHead, teeReward, toTreasury, settled };
}

function staked(verdicts: readonly Verdict[]): bigint {
  return verdicts.reduce((sum, { stake }) => sum + stake, 0n);
}

function paid(settled: readonly Settled[]): bigint {
  return settled.reduce((sum, { payout }) => sum + payout, 0n);
}
