import { formatEther } from 'ethers';
import { formatTime } from '../lib/formatTime.ts';
import { sentResult } from '../lib/sentResult.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { readTeeProposal } from './readProposal.ts';

export interface SettleArguments extends WriteArguments {
  readonly proposalId: bigint;
  readonly wait: boolean;
}

/** Counts the votes after the end of voting; by anybody. */
export async function settle(context: TaskContext, args: SettleArguments): Promise<TaskResult> {
  const { proposalId } = args;
  const registry = await context.contract('teeKeyRegistry');
  const { endsAt, keyId, status: before } = await readTeeProposal(context, proposalId);
  if (args.wait && !args.dryRun && before === 'open') {
    await context.waitUntil(Number(endsAt), `voting on proposal ${proposalId}`);
  }
  const transaction = await registry.settle.populateTransaction(proposalId);
  const receipt = await context.send(transaction, `Counts the votes of proposal ${proposalId}; the outcome is final.`);
  if (receipt === undefined) return sentResult(receipt, { proposalId }, []);
  const { status, proposer } = await readTeeProposal(context, proposalId);
  const { trustedUntil } = await registry.getKey(keyId);
  const [isTrusted, owed] = await Promise.all([registry.isTrusted(keyId), registry.owedTo(proposer)]);
  return sentResult(receipt, { proposalId, status, keyId, isTrusted, trustedUntil, proposer, owed }, [
    `Proposal ${proposalId}: ${status}`,
    isTrusted ? `Key ${keyId} is trusted until ${formatTime(trustedUntil)}` : `Key ${keyId} is not trusted`,
    `${formatEther(owed)} ETH wait for ${proposer}: sage tee withdraw --from ${proposer}`,
  ]);
}

export default taskAction(settle);
