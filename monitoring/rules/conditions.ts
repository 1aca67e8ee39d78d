import type { Thresholds } from '../configuration.ts';
import type { History } from '../History.ts';
import { integer, text } from '../readArgs.ts';
import type { Condition } from '../types.ts';

/** Transactions of one block that were sent to the contracts. */
export interface BlockTraffic {
  readonly block: number;
  readonly sent: number;
  readonly failed: number;
}

/** What the lasting rules look at. */
export interface ConditionContext {
  readonly thresholds: Thresholds;
  readonly history: History;
  /** Seconds since 1970, of the last block that was read. */
  readonly time: number;
  /** Of the blocks of the window that had any. */
  readonly traffic: readonly BlockTraffic[];
}

/** Everything that lasts at this moment. */
export function conditionsOf(context: ConditionContext): readonly Condition[] {
  return [...stuckRequests(context), ...stuckProposals(context), ...failingTransactions(context)];
}

function stuckRequests({ history, time, thresholds }: ConditionContext): readonly Condition[] {
  return history.openRounds().flatMap(({ opened, committed, revealed }) => {
    const revealEnd = Number(integer(opened, 'revealEnd'));
    if (time < revealEnd + thresholds.stuckRequestSeconds) return [];
    const [requestHash, round] = [text(opened, 'requestHash'), Number(integer(opened, 'round'))];
    const fields = { requestHash, round, revealEnd, committed, revealed };
    return [{ alert: 'request-stuck', key: `${requestHash}:${round}`, part: opened.part, fields }];
  });
}

function stuckProposals({ history, time, thresholds }: ConditionContext): readonly Condition[] {
  return history.openProposals().flatMap(({ proposed, endsAt, votes }) => {
    if (time < endsAt + thresholds.stuckProposalSeconds) return [];
    const proposalId = text(proposed, 'proposalId');
    const fields = { proposalId, keyId: text(proposed, 'keyId'), endsAt, votes: votes.length };
    return [{ alert: 'proposal-stuck', key: proposalId, part: proposed.part, fields }];
  });
}

function failingTransactions({ traffic, thresholds }: ConditionContext): readonly Condition[] {
  const { failedCount, failedBps, failedWindowBlocks } = thresholds;
  const { sent, failed } = sumTraffic(traffic);
  if (failed < failedCount || failed * 10_000 < failedBps * sent) return [];
  const fields = { failed, sent, windowBlocks: failedWindowBlocks };
  return [{ alert: 'transactions-failing', key: 'window', fields }];
}

/** All blocks together. */
export function sumTraffic(traffic: readonly BlockTraffic[]): { readonly sent: number; readonly failed: number } {
  return {
    sent: traffic.reduce((sum, { sent }) => sum + sent, 0),
    failed: traffic.reduce((sum, { failed }) => sum + failed, 0),
  };
}
