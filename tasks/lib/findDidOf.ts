import type { TaskContext } from './TaskContext.ts';
import { isRevert } from './errors/isRevert.ts';

/** The DID of an agent; null for one that has none. */
export async function findDidOf(context: TaskContext, agentId: bigint): Promise<string | null> {
  const sage = await context.contract('sageRegistry');
  try {
    return await sage.didOf(agentId);
  } catch (error) {
    if (isRevert(error, 'SageAgentNotBound')) return null;
    throw error;
  }
}
