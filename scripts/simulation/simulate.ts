import { ASSUMPTIONS } from './assumptions.ts';
import type { BehaviourName } from './behaviours.ts';
import { DEFAULT_RULES, MAX_VALIDATORS, ONE } from './defaultRules.ts';
import { depositWherePaid } from './depositWherePaid.ts';
import { farmRecord } from './farmRecord.ts';
import { judgeResults } from './judgeResults.ts';
import type { Finding } from './judgeResults.ts';
import { playScenario } from './playScenario.ts';
import type { ScenarioResult } from './scenario.ts';
import {
  coalitionScenarios,
  depositScenarios,
  loneGuesserScenarios,
  marketScenario,
  shadingScenarios,
} from './scenarios.ts';
import { toEther } from './toEther.ts';

/** Facts that follow from the rules and a few runs. ETH unless said otherwise. */
export interface Limits {
  /** From this deposit on honest work pays in the market, and among eight honest and one that guesses; null: never. */
  readonly honestPaysFrom: readonly [number | null, number | null];
  /** From this deposit on guessing pays in the two. */
  readonly guessingPaysFrom: readonly [number | null, number | null];
  /** Stake of a coalition that decides, for each ETH of honest stake in the round. */
  readonly capitalPerHonestEther: number;
  /** Stake that takes all seats of a round: with good records, and without. */
  readonly allSeats: readonly [number, number];
  /** Rounds with oneself until the stake is halved. */
  readonly farmingRounds: number;
  /** What that costs each validator. */
  readonly farmingCost: number;
}

/** All results of a run. */
export interface SimulationReport {
  readonly seed: number;
  readonly rounds: number;
  /** Rounds of each row of a sweep. */
  readonly sweepRounds: number;
  /** ETH and shares. */
  readonly assumptions: Readonly<Record<string, number>>;
  readonly market: ScenarioResult;
  readonly deposits: readonly ScenarioResult[];
  readonly coalition: readonly ScenarioResult[];
  readonly coalitionAgainstRecords: readonly ScenarioResult[];
  readonly shading: readonly ScenarioResult[];
  readonly limits: Limits;
  readonly findings: readonly Finding[];
}

/** A row of a sweep is played a tenth as often as the market. */
const SWEEP_PART = 10;

const TELL_EVERY = 1_000;

/**
 * Plays all scenarios.
 *
 * @param rounds Of the market; at least 1,000, so that averages mean something.
 * @param seed 0 to 2^32 − 1.
 * @param tell Called now and then with how many rounds are done, and how many there are.
 */
export function simulate(rounds: number, seed: number, tell: (done: number, total: number) => void): SimulationReport {
  const sweepRounds = Math.ceil(rounds / SWEEP_PART);
  const sweeps = [
    depositScenarios(),
    loneGuesserScenarios(),
    coalitionScenarios(1),
    coalitionScenarios(0.5),
    shadingScenarios(),
  ];
  const total = rounds + sweeps.flat().length * sweepRounds;
  let done = 0;
  const count = (): void => {
    if (done++ % TELL_EVERY === 0) tell(done, total);
  };
  const market = playScenario(DEFAULT_RULES, marketScenario(), rounds, seed, count);
  const [deposits = [], loneGuesser = [], coalition = [], coalitionAgainstRecords = [], shading = []] = sweeps.map(
    (sweep) => sweep.map((scenario) => playScenario(DEFAULT_RULES, scenario, sweepRounds, seed, count)),
  );
  const results = { market, deposits, coalition, coalitionAgainstRecords, shading };
  return {
    seed,
    rounds,
    sweepRounds,
    assumptions: printableAssumptions(),
    ...results,
    limits: limitsOf([deposits, loneGuesser]),
    findings: judgeResults(results),
  };
}

function printableAssumptions(): Record<string, number> {
  const entries = Object.entries(ASSUMPTIONS).map(([name, value]: [string, bigint | number]): [string, number] => [
    name,
    typeof value === 'bigint' ? toEther(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function limitsOf([market, loneGuesser]: readonly [readonly ScenarioResult[], readonly ScenarioResult[]]): Limits {
  const { consensusBps, baseStake } = DEFAULT_RULES;
  const { rounds, costPerValidator } = farmRecord(DEFAULT_RULES);
  const paidFrom = (behaviour: BehaviourName): [number | null, number | null] => [
    depositWherePaid(market, behaviour) ?? null,
    depositWherePaid(loneGuesser, behaviour) ?? null,
  ];
  const seats = toEther(baseStake) * MAX_VALIDATORS;
  return {
    honestPaysFrom: paidFrom('honest'),
    guessingPaysFrom: paidFrom('lazy'),
    capitalPerHonestEther: Number(consensusBps) / Number(ONE - consensusBps),
    allSeats: [seats / 2, seats],
    farmingRounds: rounds,
    farmingCost: toEther(costPerValidator),
  };
}
