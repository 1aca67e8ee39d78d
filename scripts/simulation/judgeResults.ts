import type { BehaviourName } from './behaviours.ts';
import { DEFAULT_RULES, ONE } from './defaultRules.ts';
import type { GroupResult, ScenarioResult } from './scenario.ts';

/** What must hold, and whether it did. */
export interface Finding {
  readonly claim: string;
  readonly holds: boolean;
  /** The figures behind it, in ETH for each verdict. */
  readonly detail: string;
}

/** Results that the claims are about. */
export interface Judged {
  readonly market: ScenarioResult;
  readonly coalition: readonly ScenarioResult[];
  readonly coalitionAgainstRecords: readonly ScenarioResult[];
}

const LOSERS: readonly BehaviourName[] = ['lazy', 'copies claim', 'copies median', 'withholds'];

/** The claims that make a run succeed. */
export function judgeResults({ market, coalition, coalitionAgainstRecords }: Judged): Finding[] {
  const honest = groupOf(market, 'honest');
  return [
    {
      claim: 'honest validators earn',
      holds: honest.netPerVerdict > 0,
      detail: ether(honest.netPerVerdict),
    },
    ...LOSERS.map((behaviour): Finding => {
      const { netPerVerdict } = groupOf(market, behaviour);
      return {
        claim: `who ${behaviour === 'lazy' ? 'guesses' : behaviour} loses`,
        holds: netPerVerdict < 0,
        detail: ether(netPerVerdict),
      };
    }),
    losesBelowThreshold('a coalition below the threshold loses', coalition),
    losesBelowThreshold('a coalition below the threshold loses against good records', coalitionAgainstRecords),
  ];
}

/** The best row of those below the threshold decides. */
function losesBelowThreshold(claim: string, results: readonly ScenarioResult[]): Finding {
  const threshold = Number(DEFAULT_RULES.consensusBps) / Number(ONE);
  const nets = results
    .map((result) => groupOf(result, 'colludes'))
    .filter(({ stakeShare }) => stakeShare < threshold)
    .map(({ netPerVerdict }) => netPerVerdict);
  const best = Math.max(...nets);
  return { claim, holds: best < 0, detail: `at best ${ether(best)} in ${nets.length} sizes` };
}

function groupOf({ groups, name }: ScenarioResult, behaviour: BehaviourName): GroupResult {
  const group = groups.find((one) => one.behaviour === behaviour);
  if (group === undefined) throw new Error(`nobody in the scenario ${name} is ${behaviour}`);
  return group;
}

function ether(amount: number): string {
  return `${amount.toFixed(5)} ETH a verdict`;
}
