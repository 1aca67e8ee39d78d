import type { DIDDocument, VerificationMethod } from 'did-resolver';
import type { ChainFacts } from '../chain/ChainFacts.ts';
import { readKeysInForce } from '../chain/readKeysInForce.ts';
import type { KeyInForce } from '../chain/readKeysInForce.ts';
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
 * @param timestamp Seconds since 1970, not after the block.
 * @param format How keys are spelled.
 * @throws ChainError
 */
export async function collectKeys(
  facts: ChainFacts,
  agent: AgentFacts,
  timestamp: number,
  format: KeyFormat,
): Promise<{ readonly keys: DocumentKeys; readonly warnings: readonly DidWarning[] }> {
  const keys = await readKeysInForce(facts, agent, timestamp);
  const found = keys.map((key) => toFound(agent.did, key, format));
  const methods = found.filter((item) => 'method' in item);
  const signing = methods.filter(({ keyType }) => keyType !== 'x25519').map(({ method }) => method.id);
  const agreement = methods.filter(({ keyType }) => keyType === 'x25519').map(({ method }) => method.id);
  return {
    keys: {
      verificationMethod: methods.map(({ method }) => method),
      authentication: signing,
      assertionMethod: [...signing],
      keyAgreement: agreement,
    },
    warnings: found.flatMap((item) => ('warning' in item ? [item.warning] : [])),
  };
}

type Found =
  { readonly keyType: KeyFacts['keyType']; readonly method: VerificationMethod } | { readonly warning: DidWarning };

function toFound(did: string, found: KeyInForce, format: KeyFormat): Found {
  const { keyId, keyType } = found.key;
  // A key that has bytes is no contract; the second question is for the compiler.
  if ('publicKey' in found && keyType !== 'erc1271') {
    return { keyType, method: createVerificationMethod(did, keyId, keyType, found.publicKey, format) };
  }
  if (keyType === 'erc1271') {
    const message = `${keyId} is a contract; ask verifySignature of the registry about its signatures`;
    return { warning: { code: 'key-not-representable', message } };
  }
  return { warning: { code: 'key-proof-wrong', message: `the proof of ${keyId} is wrong` } };
}
