import { findOrFail } from '../store.ts';
import type { Store } from '../store.ts';

/**
 * Brings claim and epoch of an agent up to date after it changed hands or the bound owner was seen. Over an identity registry that
 * keeps the times of transfers the first transfer ends the epoch for good. Over another the epoch is over while somebody else owns
 * the agent, from the moment at which the bound owner was seen last.
 *
 * @param at Time of the block, Unix seconds.
 */
export async function followOwner(store: Store, agentId: bigint, at: bigint): Promise<void> {
  const { chainId } = store;
  const agent = await findOrFail(store, 'agent', { chainId, agentId });
  if (agent.did === null || agent.hasEnded) return;
  const { tracksTransfers } = await findOrFail(store, 'sageRegistry', { chainId });
  const { epoch } = agent;
  const isClaimed = agent.owner === agent.boundOwner && (agent.isClaimed || !tracksTransfers);
  if (tracksTransfers) {
    if (!agent.isClaimed) return;
    // Called for a transfer only, and the first one counts, also one of the owner to itself.
    await store.update('agent', { chainId, agentId }, { isClaimed: false });
    await store.update('agentEpoch', { chainId, agentId, epoch }, { endedAt: at });
    return;
  }
  await store.update('agent', { chainId, agentId }, { isClaimed });
  await store.update('agentEpoch', { chainId, agentId, epoch }, { endedAt: isClaimed ? null : agent.seenAt });
}
