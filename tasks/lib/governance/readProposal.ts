import type { Call } from '../../../scripts/governance/types.ts';
import type { TaskContext } from '../TaskContext.ts';
import { readEvents } from '../readEvents.ts';
import { callLines, describeCall } from './describeCall.ts';
import type { ExecutionAnswer } from './executionAnswer.ts';

/** A transaction that was proposed on the chain. */
export interface Proposal {
  readonly transactionId: bigint;
  readonly calls: readonly Call[];
  readonly proposer: string;
  readonly executed: boolean;
  /** Owners who confirm it now. */
  readonly confirmedBy: readonly string[];
  readonly threshold: bigint;
}

/** Whether a text is the number of a transaction, and no path. */
export function isTransactionId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

/**
 * Reads a proposed transaction with its calls, which only the log of its proposal holds.
 *
 * @throws The wallet's own error for an unknown one.
 */
export async function readProposal(context: TaskContext, transactionId: bigint): Promise<Proposal> {
  const multisig = await context.contract('multisig');
  const { executed } = await multisig.getTransaction(transactionId);
  const [event] = await readEvents(context, 'multisig', (from, to) =>
    multisig.queryFilter(multisig.filters.TransactionProposed(transactionId), from, to),
  );
  if (event === undefined) throw new Error(`the node has no log of the proposal of transaction ${transactionId}`);
  const confirmedBy: string[] = [];
  for (const owner of await multisig.getOwners()) {
    if (await multisig.isConfirmed(transactionId, owner)) confirmedBy.push(owner);
  }
  return {
    transactionId,
    calls: event.args.calls.map(({ target, value, data }) => ({ target, value, data })),
    proposer: event.args.proposer,
    executed,
    confirmedBy,
    threshold: await multisig.threshold(),
  };
}

/** Tells a proposed transaction. */
export async function proposalAnswer(context: TaskContext, proposal: Proposal): Promise<ExecutionAnswer> {
  const book = await context.book();
  const calls = proposal.calls.map((call) => describeCall(book, call));
  const { transactionId, proposer, executed, confirmedBy, threshold } = proposal;
  const missing = Math.max(0, Number(threshold) - confirmedBy.length);
  return {
    data: {
      transactionId,
      proposer,
      calls,
      executed,
      confirmedBy,
      threshold,
      missing,
      ready: !executed && missing === 0,
    },
    text: [
      `Transaction ${transactionId} of the wallet, proposed by ${proposer}`,
      ...calls.flatMap((call, index) => [`Call ${index + 1} of ${calls.length}:`, ...callLines(call, '  ')]),
      ...confirmedBy.map((owner) => `Confirmed by ${owner}`),
      executed ? 'It is executed' : missing === 0 ? 'Enough owners agree' : `${missing} more must confirm`,
    ],
  };
}
