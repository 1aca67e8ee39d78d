import type { TaskContext } from '../lib/TaskContext.ts';
import { readAgentKeys } from '../lib/agentKeys.ts';
import { readBoundAgent } from '../lib/boundAgent.ts';
import { formatKeys } from '../lib/formatKeys.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

export interface ListKeysArguments extends ReadArguments {
  readonly agent: string;
}

/** All keys that an agent ever had, revoked ones and those of former owners included. */
export async function listAgentKeys(context: TaskContext, { agent }: ListKeysArguments): Promise<TaskResult> {
  const { agentId, did, isActive, isClaimed } = await readBoundAgent(context, agent);
  const keys = await readAgentKeys(context, agentId);
  const notes = [
    ...(isActive ? [] : ['The agent is deactivated: no key is in force.']),
    ...(isClaimed ? [] : ['The agent was transferred and not yet claimed: no key is in force.']),
  ];
  return {
    data: { agentId, did, isActive, isClaimed, keys },
    text: [`${did}, agent ${agentId}`, ...notes, ...formatKeys(keys)],
  };
}

export default taskAction(listAgentKeys);
