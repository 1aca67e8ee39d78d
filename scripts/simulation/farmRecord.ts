import { ASSUMPTIONS } from './assumptions.ts';
import { settleRound } from './settleRound.ts';
import { stakeFactor } from './stakeFactor.ts';
import type { JudgedRecord, Rules } from './types.ts';
import { stakeFor } from './stakeFor.ts';
import { updateRecord } from './updateRecord.ts';

/** What a good record costs somebody who is agent, requester and all validators at once. */
export interface FarmedRecord {
  readonly rounds: number;
  /** Wei for each of the validators: gas, and what the treasury keeps. */
  readonly costPerValidator: bigint;
}

const SYBILS = 3;
const MOST_ROUNDS = 1_000;

/** Plays rounds in which one person holds every part, until the stake of its validators is halved. */
export function farmRecord(rules: Rules): FarmedRecord {
  let record: JudgedRecord = { right: 0, wrong: 0 };
  let cost = 0n;
  for (let rounds = 1; rounds <= MOST_ROUNDS; rounds++) {
    const verdict = { stake: stakeFor(rules, record), response: 100 };
    const verdicts = Array.from({ length: SYBILS }, () => verdict);
    const outcome = settleRound(rules, {
      mode: 'stake',
      deposit: rules.minDeposit,
      minValidators: SYBILS,
      verdicts,
      tee: undefined,
    });
    cost += ASSUMPTIONS.openAndEndCost + BigInt(SYBILS) * ASSUMPTIONS.gasCost + outcome.toTreasury;
    for (const { settlement } of outcome.settled.slice(0, 1)) record = updateRecord(record, settlement);
    if (stakeFactor(record) < 1) return { rounds, costPerValidator: cost / BigInt(SYBILS) };
  }
  throw new Error(`no good record within ${MOST_ROUNDS} rounds`);
}
