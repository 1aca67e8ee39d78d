import { toBytes } from 'ox/Hex';
import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { UseFact } from '../chain/isKeyProved.ts';
import { readKeysInForce } from '../chain/readKeysInForce.ts';
import type { AgentFacts } from '../chain/types.ts';
import { formatKeyUrl } from '../did/formatKeyUrl.ts';
import { checkSource, openAgent } from '../did/openAgent.ts';
import type { AgentSource } from '../did/openAgent.ts';
import { createVerificationKey } from '../http/keys/createVerificationKey.ts';
import { REGISTRY_ALGORITHMS } from '../http/keys/registryAlgorithms.ts';
import type { ChainKey } from './types.ts';

/**
 * The keys that may sign an agent's card, read from the chain: in force at the block that the reader has now, proved, and of
 * a type that signs (Ed25519, P-256, secp256k1). A card may name them by their id (`0x…`) or DID URL (`did:sage:…#0x…`).
 *
 * Trust: the endpoints of the reader.
 *
 * @param did Of the agent whose card it is. It has to come from elsewhere than the card.
 * @param source The readers by network, and how final the block has to be.
 * @returns For `verifyAgentCard`. Empty when the agent has no such key.
 * @throws DidError `did-malformed`, `network-unknown`, `did-not-found`, `agent-deactivated`, `agent-unclaimed`,
 *   `argument-invalid`; ChainError when the chain can't be read
 */
export async function readChainKeys(did: string, source: AgentSource): Promise<readonly ChainKey[]> {
  checkSource(source);
  const { facts, agent } = await openAgent(did, source);
  return collectChainKeys(facts, agent, ({ value }) => value);
}

/**
 * The same for an agent that was read already.
 *
 * @param facts The chain at one block.
 * @param agent In service and claimed.
 * @param use Takes values out of facts; a judgement keeps the answers for its bundle.
 * @throws ChainError
 */
export async function collectChainKeys(
  facts: ChainFacts,
  agent: AgentFacts,
  use: UseFact,
): Promise<readonly ChainKey[]> {
  const keys: ChainKey[] = [];
  for (const one of await readKeysInForce(facts, agent, facts.block.timestamp, use)) {
    const { keyId, keyType } = one.key;
    if (!('publicKey' in one) || keyType === 'x25519' || keyType === 'erc1271') continue;
    const key = await createVerificationKey(REGISTRY_ALGORITHMS[keyType], toBytes(one.publicKey));
    keys.push({ kids: [keyId, formatKeyUrl(agent.did, keyId)], key });
  }
  return keys;
}
