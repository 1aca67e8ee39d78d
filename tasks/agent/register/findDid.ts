import type { TaskContext } from '../../lib/TaskContext.ts';
import { isRevert } from '../../lib/errors/isRevert.ts';

/** The agent that has a DID; undefined when nobody has registered it. */
export async function findDid(context: TaskContext, did: string): Promise<bigint | undefined> {
  const sage = await context.contract('sageRegistry');
  try {
    return await sage.agentByDID(did);
  } catch (error) {
    if (isRevert(error, 'SageDidUnknown')) return undefined;
    throw error;
  }
}
