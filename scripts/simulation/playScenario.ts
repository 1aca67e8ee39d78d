import { ASSUMPTIONS } from './assumptions.ts';
import { BEHAVIOURS } from './behaviours.ts';
import type { BehaviourName, Scene } from './behaviours.ts';
import { createRandom } from './createRandom.ts';
import type { Random } from './createRandom.ts';
import { MAX_RESPONSE } from './defaultRules.ts';
import type { Group, GroupResult, Scenario, ScenarioResult } from './scenario.ts';
import { settleRound } from './settleRound.ts';
import { stakeFactor } from './stakeFactor.ts';
import { stakeFor } from './stakeFor.ts';
import { toEther } from './toEther.ts';
import type { JudgedRecord, Outcome, Rules, Settled } from './types.ts';
import { updateRecord } from './updateRecord.ts';

interface Player {
  readonly group: Group;
  record: JudgedRecord;
}

interface Sums {
  verdicts: number;
  slashed: number;
  net: bigint;
  staked: bigint;
}

/** How the rounds ended so far, by number of rounds. */
interface Endings {
  right: number;
  wrong: number;
  disputed: number;
  expired: number;
  error: number;
}

const MIN_VALIDATORS = 3;

/**
 * Plays a scenario: in each round validators are drawn, judge without seeing each other, and are settled to the wei.
 *
 * @param rules Of all rounds.
 * @param rounds How many.
 * @param seed 0 to 2^32 − 1; the same seed gives the same result.
 * @param played Called after each round.
 */
export function playScenario(
  rules: Rules,
  scenario: Scenario,
  rounds: number,
  seed: number,
  played: () => void,
): ScenarioResult {
  const random = createRandom(seed, scenario.groups.length);
  const players = scenario.groups.flatMap((group) =>
    Array.from({ length: group.count }, (): Player => ({ group, record: { right: 0, wrong: 0 } })),
  );
  const sums = new Map(scenario.groups.map(({ behaviour }) => [behaviour, newSums()]));
  const endings: Endings = { right: 0, wrong: 0, disputed: 0, expired: 0, error: 0 };
  let lastMedian: number = ASSUMPTIONS.guess;
  for (let round = 0; round < rounds; round++) {
    const outcome = playRound(rules, scenario, players, { sums, endings, lastMedian }, random);
    if (outcome.status === 'decided') lastMedian = outcome.response;
    played();
  }
  return summarize(scenario, rounds, endings, players, sums);
}

function playRound(
  rules: Rules,
  scenario: Scenario,
  players: Player[],
  { sums, endings, lastMedian }: { sums: Map<BehaviourName, Sums>; endings: Endings; lastMedian: number },
  random: Random,
): Outcome {
  const scene: Scene = { truth: drawTruth(scenario, random), lastMedian };
  const parts = drawJudges(players, scenario.judges, random).map((player) => ({
    player,
    stake: stakeOf(rules, player.group, player.record),
    response: BEHAVIOURS[player.group.behaviour].judge(scene, random),
  }));
  const { deposit } = scenario;
  const outcome = settleRound(rules, {
    mode: 'stake',
    deposit,
    minValidators: MIN_VALIDATORS,
    verdicts: parts,
    tee: undefined,
  });
  countEnding(endings, outcome, scene, rules);
  parts.forEach(({ player, stake }, at) => {
    const settled = outcome.settled[at];
    if (settled === undefined) throw new Error('a verdict without a settlement');
    addTo(sums, player.group.behaviour, stake, settled);
    player.record = updateRecord(player.record, settled.settlement);
  });
  return outcome;
}

function newSums(): Sums {
  return { verdicts: 0, slashed: 0, net: 0n, staked: 0n };
}

function drawTruth({ work }: Scenario, random: Random): number {
  const good = random.unit() < ASSUMPTIONS.goodWork;
  return work === 'mixed' && good ? random.whole(80, MAX_RESPONSE) : random.whole(0, 60);
}

/** The first of a shuffled list; the list stays shuffled. */
function drawJudges(players: Player[], count: number, random: Random): Player[] {
  if (count >= players.length) return players;
  for (let at = 0; at < count; at++) {
    const other = random.whole(at, players.length - 1);
    const [one, two] = [players[at], players[other]];
    if (one !== undefined && two !== undefined) [players[at], players[other]] = [two, one];
  }
  return players.slice(0, count);
}

function stakeOf(rules: Rules, { factor }: Group, record: JudgedRecord): bigint {
  return factor === undefined ? stakeFor(rules, record) : (rules.baseStake * BigInt(factor * 2)) / 2n;
}

function countEnding(endings: Endings, { status, response }: Outcome, { truth }: Scene, rules: Rules): void {
  if (status !== 'decided') {
    endings[status]++;
    return;
  }
  const error = Math.abs(response - truth);
  endings.error += error;
  endings[error <= rules.tolerance ? 'right' : 'wrong']++;
}

function addTo(sums: Map<BehaviourName, Sums>, name: BehaviourName, stake: bigint, { payout }: Settled): void {
  const entry = sums.get(name);
  if (entry === undefined) throw new Error(`no sums for ${name}`);
  const cost = ASSUMPTIONS.gasCost + (BEHAVIOURS[name].works ? ASSUMPTIONS.workCost : 0n);
  entry.verdicts++;
  entry.staked += stake;
  entry.net += payout - stake - cost;
  if (payout < stake) entry.slashed++;
}

function summarize(
  { name, deposit, groups }: Scenario,
  rounds: number,
  { right, wrong, disputed, expired, error }: Endings,
  players: readonly Player[],
  sums: ReadonlyMap<BehaviourName, Sums>,
): ScenarioResult {
  const allStake = [...sums.values()].reduce((sum, { staked }) => sum + staked, 0n);
  const results = groups.map(({ behaviour, count, factor }): GroupResult => {
    const { verdicts, slashed, net, staked } = sums.get(behaviour) ?? newSums();
    const records = players.filter(({ group }) => group.behaviour === behaviour).map(({ record }) => record);
    const rightOnes = records.reduce((sum, record) => sum + record.right, 0);
    const judged = records.reduce((sum, record) => sum + record.right + record.wrong, 0);
    const factors = records.reduce((sum, record) => sum + (factor ?? stakeFactor(record)), 0);
    return {
      behaviour,
      count,
      verdicts,
      netPerVerdict: ratio(toEther(net), verdicts),
      returnOnStake: ratio(toEther(net), toEther(staked)),
      slashRate: ratio(slashed, verdicts),
      rightShare: ratio(rightOnes, judged),
      stakeFactor: ratio(factors, count),
      stakeShare: ratio(toEther(staked), toEther(allStake)),
    };
  });
  return {
    name,
    rounds,
    deposit: toEther(deposit),
    right: right / rounds,
    wrong: wrong / rounds,
    disputed: disputed / rounds,
    expired: expired / rounds,
    meanError: ratio(error, right + wrong),
    groups: results,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
