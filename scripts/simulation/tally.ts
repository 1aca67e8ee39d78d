import { MAX_RESPONSE } from './defaultRules.ts';
import type { Verdict } from './types.ts';

/**
 * The revealed stake for each response.
 *
 * @param verdicts Of one round.
 * @returns 101 sums in wei, for the responses 0 to 100.
 */
export function tally(verdicts: readonly Verdict[]): bigint[] {
  const stakes = new Array<bigint>(MAX_RESPONSE + 1).fill(0n);
  for (const { stake, response } of verdicts) {
    if (response !== undefined) stakes[response] = (stakes[response] ?? 0n) + stake;
  }
  return stakes;
}
