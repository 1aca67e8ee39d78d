import type { Hex } from '../client/types.ts';
import { ChainError } from './ChainError.ts';
import type { ChainFacts } from './ChainFacts.ts';
import type { UseFact } from './isKeyProved.ts';
import type { AgentFacts, KeyFacts } from './types.ts';

/** A key that the chain has in force: with its bytes if it was proved, else with why it is not used. */
export type KeyInForce =
  | { readonly key: KeyFacts; readonly publicKey: Hex }
  | { readonly key: KeyFacts; readonly leftOut: 'contract' | 'proof-wrong' };

/** As many as the contract allows at a time. */
const MAX_KEYS = 10;

/**
 * The keys of an agent that are in force at a moment, in the order in which they were added, each with its proof checked.
 *
 * An agent can have added and revoked keys without end, at little cost on some chains; so the chain is asked about those only
 * that their records leave in question, at most ten.
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
  const keys = findCandidates(use(await facts.keys(agent.agentId)), timestamp);
  if (keys.length > MAX_KEYS) {
    const message = `agent ${agent.agentId} is said to have ${keys.length} keys at once; check the address of the registry`;
    throw new ChainError('chain-answer-malformed', message);
  }
  const found = await Promise.all(keys.map((key) => readKey(facts, agent, key, timestamp, use)));
  return found.filter((item) => item !== undefined);
}

/** By the rules of the contract. Every epoch begins with a key and ends before the next begins; so only the last counts. */
function findCandidates(keys: readonly KeyFacts[], timestamp: number): readonly KeyFacts[] {
  const begun = keys.filter(({ validFrom }) => validFrom <= timestamp);
  const epoch = begun.reduce((last, key) => Math.max(last, key.epoch), 0);
  const isBefore = (end: number): boolean => end === 0 || timestamp < end;
  return begun.filter((key) => key.epoch === epoch && isBefore(key.validUntil) && isBefore(key.compromisedSince));
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
