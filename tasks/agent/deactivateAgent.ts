import type { TaskContext } from '../lib/TaskContext.ts';
import { readBoundAgent } from '../lib/boundAgent.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface DeactivateArguments extends WriteArguments {
  readonly agent: string;
}

/** Takes an agent out of service. */
export async function deactivateAgent(context: TaskContext, { agent }: DeactivateArguments): Promise<TaskResult> {
  const { agentId, did } = await readBoundAgent(context, agent);
  const sage = await context.contract('sageRegistry');
  const data = sage.interface.encodeFunctionData('deactivateAgent', [agentId]);
  const what = `Takes ${did} out of service: none of its keys is in force until it is reactivated.`;
  const receipt = await context.send({ to: await context.addressOf('sageRegistry'), data }, what);
  return sentResult(receipt, { agentId, did }, [`${did} is out of service.`]);
}

export default taskAction(deactivateAgent);
