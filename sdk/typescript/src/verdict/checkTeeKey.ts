import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { AgentFacts } from '../chain/types.ts';
import type { Hex } from '../client/types.ts';
import { Fault } from './Fault.ts';
import type { Judgement } from './Judgement.ts';
import { toChainFault } from './toChainFault.ts';

/**
 * Checks that the key which a policy names speaks for the agent at the block (P12), and that somebody proved to hold it.
 * The TEE key registry says which keys live in a TEE, not whose they are, and anybody can register the public bytes of
 * another's Ed25519 key with a proof that the contract leaves to the verifier.
 *
 * Keys of every type can live in a TEE, also such as sign no HTTP messages.
 *
 * @throws Fault
 */
export async function checkTeeKey(
  judgement: Judgement,
  facts: ChainFacts,
  agent: AgentFacts,
  keyId: Hex,
): Promise<void> {
  try {
    const key = judgement.use(await facts.key(agent.agentId, keyId));
    const found = { ...key, keyId };
    if (key.state === 'none') throw new Fault('key', 'key-not-found', { facts: found });
    if (key.validUntil !== 0) throw new Fault('key', 'key-revoked', { facts: found });
    const inForce = judgement.use(await facts.isKeyInForceAt(agent.agentId, keyId, facts.block.timestamp));
    if (!inForce) throw new Fault('key', 'key-not-in-force', { facts: found });
    const isProved = judgement.use(await facts.isKeyProved(agent, key));
    if (!isProved) throw new Fault('key', 'key-proof-invalid', { facts: found });
    judgement.pass('key', found);
  } catch (error) {
    throw toChainFault('key', error);
  }
}
