import type { Group, Scenario } from './scenario.ts';

const ETHER = 10n ** 18n;
const MILLI_ETHER = 10n ** 15n;

/** The deposit of all scenarios that don't vary it, in wei. */
export const USUAL_DEPOSIT = ETHER / 2n;

/** Of 20 equal heads. */
const COALITION_HEADS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
const HEADS = 20;
const DEPOSITS = [10n, 30n, 100n, 300n, 1_000n, 3_000n, 10_000n].map((milli) => milli * MILLI_ETHER);
/** Enough to see the trend: from a tenth to 60 % of the stake. */
const SHADING_HEADS = [2, 4, 6, 8, 10, 12];

const MARKET: readonly Group[] = [
  { behaviour: 'honest', count: 24 },
  { behaviour: 'lazy', count: 2 },
  { behaviour: 'copies claim', count: 1 },
  { behaviour: 'copies median', count: 2 },
  { behaviour: 'withholds', count: 1 },
];

/** A market of 30, of whom 9 judge each request; their stakes follow their records. */
export function marketScenario(): Scenario {
  return { name: 'market', deposit: USUAL_DEPOSIT, groups: MARKET, judges: 9, work: 'mixed' };
}

/** The market for deposits from the least to a thousand times as much. */
export function depositScenarios(): Scenario[] {
  return DEPOSITS.map((deposit) => ({ ...marketScenario(), name: 'deposit', deposit }));
}

/** Eight honest validators and one that guesses, for the least deposit and a large one. */
export function loneGuesserScenarios(): Scenario[] {
  const groups: Group[] = [
    { behaviour: 'honest', count: 8 },
    { behaviour: 'lazy', count: 1 },
  ];
  return DEPOSITS.filter((_, at) => at === 0 || at === DEPOSITS.length - 1).map((deposit) => ({
    name: 'lone guesser',
    deposit,
    groups,
    judges: 9,
    work: 'mixed',
  }));
}

/**
 * A coalition without record that calls bad work good, from 10 % to 70 % of 20 validators.
 *
 * @param honestFactor By what the others' base stake is multiplied: 1 without record, 0.5 with a good one.
 */
export function coalitionScenarios(honestFactor: 0.5 | 1): Scenario[] {
  return COALITION_HEADS.map((count) =>
    against('coalition', { behaviour: 'colludes', count, factor: 1 }, honestFactor),
  );
}

/** A coalition that does the work and then adds as many points as the tolerance forgives. */
export function shadingScenarios(): Scenario[] {
  return SHADING_HEADS.map((count) => against('shading', { behaviour: 'shades', count, factor: 1 }, 1));
}

function against(name: string, coalition: Group, honestFactor: 0.5 | 1): Scenario {
  const honest: Group = { behaviour: 'honest', count: HEADS - coalition.count, factor: honestFactor };
  return { name, deposit: USUAL_DEPOSIT, groups: [honest, coalition], judges: HEADS, work: 'bad' };
}
