import { stakeFactor } from './stakeFactor.ts';
import type { JudgedRecord, Rules } from './types.ts';

/** Wei that a validator with this record stakes. */
export function stakeFor({ baseStake }: Rules, record: JudgedRecord): bigint {
  return (baseStake * BigInt(stakeFactor(record) * 2)) / 2n;
}
