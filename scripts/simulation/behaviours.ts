import { ASSUMPTIONS } from './assumptions.ts';
import type { Random } from './createRandom.ts';
import { DEFAULT_RULES, MAX_RESPONSE } from './defaultRules.ts';

/** What a validator can know before it commits: no verdict of others. */
export interface Scene {
  /** The true value of the work; costs `workCost` to find out. */
  readonly truth: number;
  /** The last decision. */
  readonly lastMedian: number;
}

export type BehaviourName = 'honest' | 'lazy' | 'copies claim' | 'copies median' | 'withholds' | 'colludes' | 'shades';

/** A way to judge. */
export interface Behaviour {
  /** Whether it does the work, and so pays for it. */
  readonly works: boolean;
  /** 0 to 100; undefined to commit and never reveal. */
  readonly judge: (scene: Scene, random: Random) => number | undefined;
}

/** All ways to judge, by name. */
export const BEHAVIOURS: Readonly<Record<BehaviourName, Behaviour>> = {
  honest: { works: true, judge: judgeHonestly },
  lazy: { works: false, judge: () => ASSUMPTIONS.guess },
  'copies claim': { works: false, judge: () => ASSUMPTIONS.claim },
  'copies median': { works: false, judge: ({ lastMedian }) => lastMedian },
  withholds: { works: false, judge: () => undefined },
  colludes: { works: false, judge: () => ASSUMPTIONS.lie },
  // Off by as much as the tolerance forgives.
  shades: { works: true, judge: ({ truth }) => clamp(truth + DEFAULT_RULES.tolerance) },
};

function judgeHonestly({ truth }: Scene, random: Random): number {
  if (random.unit() < ASSUMPTIONS.blunders) return random.whole(0, MAX_RESPONSE);
  return clamp(truth + Math.round(random.bell() * ASSUMPTIONS.honestSpread));
}

function clamp(response: number): number {
  return Math.min(MAX_RESPONSE, Math.max(0, response));
}
