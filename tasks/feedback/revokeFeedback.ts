import type { TaskContext } from '../lib/TaskContext.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { readFeedbackIndex } from './readFeedbackIndex.ts';

export interface RevokeArguments extends WriteArguments {
  readonly agent: string;
  readonly index: bigint;
}

/** Takes one's own feedback out of every summary, for ever. */
export async function revokeFeedback(context: TaskContext, args: RevokeArguments): Promise<TaskResult> {
  const feedbackIndex = readFeedbackIndex(args.index, 'index');
  const agentId = await readAgentId(context, args.agent);
  const { address: client } = await context.signer();
  const registry = await context.contract('reputationRegistry');
  const call = await registry.revokeFeedback.populateTransaction(agentId, feedbackIndex);
  const what = `Revokes feedback ${feedbackIndex} of ${client} for agent ${agentId}. That can't be undone.`;
  const receipt = await context.send(call, what);
  return sentResult(receipt, { agentId, client, feedbackIndex }, [
    `Feedback ${feedbackIndex} of ${client} for agent ${agentId} is revoked.`,
  ]);
}

export default taskAction(revokeFeedback);
