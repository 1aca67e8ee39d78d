import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from './TaskContext.ts';
import { readAgentId } from './readAgentId.ts';

/** An agent with a DID, as its keys are changed. */
export interface BoundAgent {
  readonly agentId: bigint;
  readonly did: string;
  /** In the identity registry, with checksum. */
  readonly owner: Hex;
  /** What the next proof of a key names. */
  readonly nonce: bigint;
  readonly isActive: boolean;
  readonly isClaimed: boolean;
  readonly activeKeys: number;
}

/**
 * What the registries say of an agent that a user names.
 *
 * @param text DID or id.
 * @throws {TaskError} as `readAgentId`; the registry's own `SageDidUnknown` or `SageAgentNotBound`
 */
export async function readBoundAgent(context: TaskContext, text: string): Promise<BoundAgent> {
  const agentId = await readAgentId(context, text);
  const [sage, identity] = [await context.contract('sageRegistry'), await context.contract('identityRegistry')];
  const { did, nonce, isActive, isClaimed, activeKeys } = await sage.getAgent(agentId);
  const owner = (await identity.ownerOf(agentId)) as Hex;
  return { agentId, did, owner, nonce, isActive, isClaimed, activeKeys: Number(activeKeys) };
}
