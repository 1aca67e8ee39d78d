import type { TaskContext } from '../lib/TaskContext.ts';
import { sentResult } from '../lib/sentResult.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface UnsetWalletArguments extends WriteArguments {
  readonly agent: string;
}

/** Removes an agent's wallet. */
export async function unsetWallet(context: TaskContext, { agent }: UnsetWalletArguments): Promise<TaskResult> {
  const agentId = await readAgentId(context, agent);
  const identity = await context.contract('identityRegistry');
  const before = await identity.getAgentWallet(agentId);
  const data = identity.interface.encodeFunctionData('unsetAgentWallet', [agentId]);
  const to = await context.addressOf('identityRegistry');
  const receipt = await context.send(
    { to, data },
    `Removes ${before} as wallet of agent ${agentId}; it has none then.`,
  );
  return sentResult(receipt, { agentId, before }, [`Agent ${agentId} has no wallet.`]);
}

export default taskAction(unsetWallet);
