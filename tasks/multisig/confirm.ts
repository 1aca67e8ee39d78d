import { proposalAnswer, readProposal } from '../lib/governance/readProposal.ts';
import { sentResult } from '../lib/sentResult.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface ConfirmArguments extends WriteArguments {
  readonly transactionId: bigint;
  readonly revoke: boolean;
}

/** Confirms a proposed transaction on the chain, or takes the confirmation back. */
export async function confirm(context: TaskContext, { transactionId, revoke }: ConfirmArguments): Promise<TaskResult> {
  const multisig = await context.contract('multisig');
  const shown = await proposalAnswer(context, await readProposal(context, transactionId));
  for (const line of shown.text) context.progress(line);
  const transaction = revoke
    ? await multisig.revokeConfirmation.populateTransaction(transactionId)
    : await multisig.confirm.populateTransaction(transactionId);
  const what = revoke ? 'Takes the confirmation back.' : 'Confirms this transaction.';
  const receipt = await context.send(transaction, what);
  if (receipt === undefined) return sentResult(receipt, shown.data, []);
  const answer = await proposalAnswer(context, await readProposal(context, transactionId));
  return sentResult(receipt, answer.data, answer.text.slice(-1));
}

export default taskAction(confirm);
