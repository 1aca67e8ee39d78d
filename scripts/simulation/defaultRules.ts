import type { Rules } from './types.ts';

/** The rules that StakedValidation is deployed with (version 1). */
export const DEFAULT_RULES: Rules = {
  minDeposit: 10n ** 16n,
  baseStake: 10n ** 17n,
  tolerance: 10,
  fullSlashDistance: 30,
  consensusBps: 6_600n,
  rewardBps: 1_000n,
  slashBps: 10_000n,
};

/** Basis points of a whole. */
export const ONE = 10_000n;

/** The highest response. */
export const MAX_RESPONSE = 100;

/** Judged verdicts from which on the record changes the stake. */
export const MIN_RECORD = 10;

/** The most validators of a round. */
export const MAX_VALIDATORS = 100;
