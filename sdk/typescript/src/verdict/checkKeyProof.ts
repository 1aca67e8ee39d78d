import type { Hex } from '../client/types.ts';
import type { ChainFacts } from '../chain/ChainFacts.ts';
import { judgeKeyProof } from '../chain/judgeKeyProof.ts';
import type { AgentFacts, KeyFacts } from '../chain/types.ts';
import { Fault } from './Fault.ts';

/**
 * Checks the proof of possession of an Ed25519 key, which the contract left to whoever relies on the key
 * (`KeyState.ProofEmitted`), see {@link judgeKeyProof}.
 *
 * @throws Fault `key-proof-invalid`; `key-proof-unchecked` for a key of a former owner, whom the proof names.
 */
export async function checkKeyProof(
  facts: ChainFacts,
  agent: AgentFacts,
  key: KeyFacts,
  publicKey: Hex,
  proof: Hex | undefined,
): Promise<void> {
  const found = { keyId: key.keyId, state: key.state };
  const isEmitted = key.state === 'proof-emitted';
  const judgement = isEmitted ? await judgeKeyProof(facts, agent, key, { publicKey, proof }) : 'unchecked';
  if (judgement === 'unchecked') throw new Fault('key', 'key-proof-unchecked', { facts: found });
  if (judgement === 'wrong') throw new Fault('key', 'key-proof-invalid', { facts: found });
}
