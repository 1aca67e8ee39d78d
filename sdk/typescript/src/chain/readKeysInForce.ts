import type { Hex } from '../client/types.ts';
import type { ChainFacts } from './ChainFacts.ts';
import type { UseFact } from './isKeyProved.ts';
import type { AgentFacts, KeyFacts } from './types.ts';

/** A key that the chain has in force: with its bytes if it was proved, else with why it is not used. */
export type KeyInForce =
  | { readonly key: KeyFacts; readonly publicKey: Hex }
  | { readonly key: KeyFacts; readonly leftOut: 'contract' | 'proof-wrong' };

/**
 * The keys of an agent that are in force at a moment, in the order in which they were added, each with its proof checked.
 *
 * @param facts The chain at one block.
 * @param agent The agent.
 * @param timestamp Seconds since 1970, not after the block.
 * @param use Takes values out of facts; a judgement keeps the answers for its bundle.
 * @throws ChainError
 */
export async function readKeysInForce(
  facts: ChainFacts,
  agent: AgentFacts,
  timestamp: number,
  use: UseFact = ({ value }) => value,
): Promise<readonly KeyInForce[]> {
  const keys = use(await facts.keys(agent.agentId));
  const found = await Promise.all(keys.map((key) => readKey(facts, agent, key, timestamp, use)));
  return found.filter((item) => item !== undefined);
}

async function readKey(
  facts: ChainFacts,
  agent: AgentFacts,
  key: KeyFacts,
  timestamp: number,
  use: UseFact,
): Promise<KeyInForce | undefined> {
  const { keyId } = key;
  if (!use(await facts.isKeyInForceAt(agent.agentId, keyId, timestamp))) return undefined;
  if (key.keyType === 'erc1271') return { key, leftOut: 'contract' };
  const { publicKey } = use(await facts.keyBytes(agent.agentId, keyId));
  return use(await facts.isKeyProved(agent, key)) ? { key, publicKey } : { key, leftOut: 'proof-wrong' };
}
