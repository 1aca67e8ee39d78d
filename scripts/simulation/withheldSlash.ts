import { ONE } from './defaultRules.ts';
import type { Rules } from './types.ts';

/**
 * What is lost by not revealing, rounded down: never less than any verdict loses.
 *
 * @param stake Wei.
 * @returns Wei.
 */
export function withheldSlash(stake: bigint, { slashBps }: Rules): bigint {
  return (stake * slashBps) / ONE;
}
