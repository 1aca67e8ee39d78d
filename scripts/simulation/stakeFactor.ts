import { MIN_RECORD } from './defaultRules.ts';
import type { JudgedRecord } from './types.ts';

/**
 * By what the base stake is multiplied: one half when at least 90 % of the judged verdicts were right, two when less than
 * 70 % were, else one; one too before {@link MIN_RECORD} verdicts.
 */
export function stakeFactor({ right, wrong }: JudgedRecord): 0.5 | 1 | 2 {
  const judged = right + wrong;
  if (judged < MIN_RECORD) return 1;
  if (right * 10 >= judged * 9) return 0.5;
  if (right * 10 < judged * 7) return 2;
  return 1;
}
