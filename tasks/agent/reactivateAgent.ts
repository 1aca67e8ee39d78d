import type { TaskContext } from '../lib/TaskContext.ts';
import { readBoundAgent } from '../lib/boundAgent.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface ReactivateArguments extends WriteArguments {
  readonly agent: string;
}

/** Puts an agent back into service. */
export async function reactivateAgent(context: TaskContext, { agent }: ReactivateArguments): Promise<TaskResult> {
  const { agentId, did } = await readBoundAgent(context, agent);
  const sage = await context.contract('sageRegistry');
  const data = sage.interface.encodeFunctionData('reactivateAgent', [agentId]);
  const what = `Puts ${did} back into service, with the keys that it has.`;
  const receipt = await context.send({ to: await context.addressOf('sageRegistry'), data }, what);
  return sentResult(receipt, { agentId, did }, [`${did} is in service.`]);
}

export default taskAction(reactivateAgent);
