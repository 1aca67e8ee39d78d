import type { ChainFacts } from '../chain/ChainFacts.ts';
import type { AgentFacts, KeyFacts } from '../chain/types.ts';
import type { Hex } from '../client/types.ts';
import type { REGISTRY_ALGORITHMS } from '../http/keys/registryAlgorithms.ts';
import { Fault } from './Fault.ts';
import type { Judgement } from './Judgement.ts';
import { toChainFault } from './toChainFault.ts';

/** Types of keys that HTTP signatures know. */
export type SigningKeyType = keyof typeof REGISTRY_ALGORITHMS;

export interface KeyQuestion {
  readonly keyId: Hex;
  /** When the signature was made, seconds since 1970; the time of the block when left out. */
  readonly signedAt: number | undefined;
  /** Whether the key must also be in force at the block. */
  readonly mustBeInForceNow: boolean;
}

/**
 * Checks that a key could sign for an agent at a moment, and that somebody proved to hold it.
 *
 * The record of the key is the state at the block. The contract is always asked too, because it alone knows when the agent
 * was out of service, and that keys of a former owner ended with the claim, of which their records say nothing. Moments
 * after the block mean the block, the newest state there is.
 *
 * @returns The type and the bytes of the key.
 * @throws Fault
 */
export async function checkKey(
  judgement: Judgement,
  facts: ChainFacts,
  agent: AgentFacts,
  question: KeyQuestion,
): Promise<{ readonly keyType: SigningKeyType; readonly publicKey: Hex }> {
  const { keyId } = question;
  try {
    const key = judgement.use(await facts.key(agent.agentId, keyId));
    const { keyType } = key;
    const signedAt = question.signedAt ?? facts.block.timestamp;
    const found = { ...key, signedAt };
    const refuse = (code: 'key-not-found' | 'key-cannot-sign' | 'key-type-unsupported'): Fault =>
      new Fault('key', code, { facts: found });
    if (key.state === 'none') throw refuse('key-not-found');
    if (keyType === 'x25519') throw refuse('key-cannot-sign');
    if (keyType === 'erc1271') throw refuse('key-type-unsupported');
    checkTimes(key, agent, signedAt, question.mustBeInForceNow);
    const askedAt = Math.min(signedAt, facts.block.timestamp);
    const inForce = judgement.use(await facts.isKeyInForceAt(agent.agentId, keyId, askedAt));
    if (!inForce) throw new Fault('key', 'key-not-in-force', { facts: found });
    const { publicKey } = judgement.use(await facts.keyBytes(agent.agentId, keyId));
    const isProved = judgement.use(await facts.isKeyProved(agent, key));
    if (!isProved) throw new Fault('key', 'key-proof-invalid', { facts: found });
    judgement.pass('key', { ...found, publicKey });
    return { keyType, publicKey };
  } catch (error) {
    throw toChainFault('key', error);
  }
}

function checkTimes(key: KeyFacts, agent: AgentFacts, signedAt: number, mustBeInForceNow: boolean): void {
  const { validFrom, validUntil, compromisedSince } = key;
  const facts = { ...key, signedAt };
  if (compromisedSince !== 0 && signedAt >= compromisedSince) throw new Fault('key', 'key-compromised', { facts });
  const isRevoked = validUntil !== 0;
  if (isRevoked && (mustBeInForceNow || signedAt >= validUntil)) throw new Fault('key', 'key-revoked', { facts });
  const isFormer = key.epoch !== agent.epoch;
  if (signedAt < validFrom || (isFormer && mustBeInForceNow)) throw new Fault('key', 'key-not-in-force', { facts });
}
