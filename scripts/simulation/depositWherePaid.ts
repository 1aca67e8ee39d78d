import type { BehaviourName } from './behaviours.ts';
import type { ScenarioResult } from './scenario.ts';

/**
 * The deposit from which on a behaviour earns. Verdicts and slashes don't depend on the deposit and rewards are a share of
 * it, so the net is a straight line through any two results with the same seed.
 *
 * @param results Of one population with different deposits.
 * @returns ETH; undefined if no deposit makes it pay.
 */
export function depositWherePaid(results: readonly ScenarioResult[], behaviour: BehaviourName): number | undefined {
  const [first, last] = [results.at(0), results.at(-1)];
  if (first === undefined || last === undefined || first.deposit === last.deposit) return undefined;
  const [from, to] = [netOf(first, behaviour), netOf(last, behaviour)];
  const slope = (to - from) / (last.deposit - first.deposit);
  return slope > 0 ? Math.max(0, first.deposit - from / slope) : undefined;
}

function netOf({ groups }: ScenarioResult, behaviour: BehaviourName): number {
  const group = groups.find((one) => one.behaviour === behaviour);
  if (group === undefined) throw new Error(`nobody in the scenario is ${behaviour}`);
  return group.netPerVerdict;
}
