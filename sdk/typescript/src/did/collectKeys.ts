import type { DIDDocument, VerificationMethod } from 'did-resolver';
import type { ChainFacts } from '../chain/ChainFacts.ts';
import { judgeKeyProof } from '../chain/judgeKeyProof.ts';
import type { AgentFacts, KeyFacts } from '../chain/types.ts';
import { createVerificationMethod } from './createVerificationMethod.ts';
import type { DidWarning, KeyFormat } from './types.ts';

/** The part of a DID document that is about keys. Lists are empty rather than absent. */
export type DocumentKeys = Required<
  Pick<DIDDocument, 'verificationMethod' | 'authentication' | 'assertionMethod' | 'keyAgreement'>
>;

/**
 * The keys of an agent that were in force at a moment and that somebody proved to hold. Signing keys authenticate and
 * assert; X25519 keys agree. The other keys are left out, with a warning where the chain takes them for in force.
 *
 * @param facts The chain at one block.
 * @param agent The agent.
 * @param keys All keys that it ever had.
 * @param timestamp Seconds since 1970, not after the block.
 * @param format How keys are spelled.
 * @throws ChainError
 */
export async function collectKeys(
  facts: ChainFacts,
  agent: AgentFacts,
  keys: readonly KeyFacts[],
  timestamp: number,
  format: KeyFormat,
): Promise<{ readonly keys: DocumentKeys; readonly warnings: readonly DidWarning[] }> {
  const found = await Promise.all(keys.map((key) => readKey(facts, agent, key, timestamp, format)));
  const methods = found.filter((item) => item !== undefined && 'method' in item);
  const signing = methods.filter(({ keyType }) => keyType !== 'x25519').map(({ method }) => method.id);
  const agreement = methods.filter(({ keyType }) => keyType === 'x25519').map(({ method }) => method.id);
  return {
    keys: {
      verificationMethod: methods.map(({ method }) => method),
      authentication: signing,
      assertionMethod: [...signing],
      keyAgreement: agreement,
    },
    warnings: found.flatMap((item) => (item !== undefined && 'warning' in item ? [item.warning] : [])),
  };
}

type Found =
  | { readonly keyType: KeyFacts['keyType']; readonly method: VerificationMethod }
  | { readonly warning: DidWarning }
  | undefined;

async function readKey(
  facts: ChainFacts,
  agent: AgentFacts,
  key: KeyFacts,
  timestamp: number,
  format: KeyFormat,
): Promise<Found> {
  const { keyId, keyType } = key;
  if (!(await facts.isKeyInForceAt(agent.agentId, keyId, timestamp)).value) return undefined;
  if (keyType === 'erc1271') {
    const message = `${keyId} is a contract; ask verifySignature of the registry about its signatures`;
    return { warning: { code: 'key-not-representable', message } };
  }
  const { value: bytes } = await facts.keyBytes(agent.agentId, keyId);
  const judgement = await judgeKeyProof(facts, agent, key, bytes);
  if (judgement !== 'right') {
    const why = judgement === 'wrong' ? 'is wrong' : 'names a former owner and can not be checked';
    return { warning: { code: `key-proof-${judgement}`, message: `the proof of ${keyId} ${why}` } };
  }
  return { keyType, method: createVerificationMethod(agent.did, keyId, keyType, bytes.publicKey, format) };
}
