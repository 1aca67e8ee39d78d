import { ONE } from './defaultRules.ts';
import type { Rules } from './types.ts';
import { withheldSlash } from './withheldSlash.ts';

/**
 * What a verdict off the median loses, rounded down: nothing up to the tolerance, then rising evenly to `slashBps` of the
 * stake at `fullSlashDistance` and beyond.
 *
 * @param stake Wei.
 * @param distance Points from the median.
 * @returns Wei.
 */
export function slashOf(stake: bigint, distance: number, rules: Rules): bigint {
  const { tolerance, fullSlashDistance, slashBps } = rules;
  if (distance <= tolerance) return 0n;
  if (distance >= fullSlashDistance) return withheldSlash(stake, rules);
  return (stake * slashBps * BigInt(distance - tolerance)) / (ONE * BigInt(fullSlashDistance - tolerance));
}
