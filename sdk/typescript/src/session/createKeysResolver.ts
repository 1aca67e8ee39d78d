import { toBytes } from 'ox/Hex';
import { readKeysInForce } from '../chain/readKeysInForce.ts';
import { DidError } from '../did/DidError.ts';
import type { DidErrorCode } from '../did/DidError.ts';
import { checkSource, openAgent } from '../did/openAgent.ts';
import type { AgentSource, OpenedAgent } from '../did/openAgent.ts';
import type { KeysResolver, SessionKey } from './types.ts';

/** What the chain, or the spelling of the DID, says for certain: nobody may speak for it. */
const NOBODY: readonly DidErrorCode[] = ['did-malformed', 'did-not-found', 'agent-deactivated', 'agent-unclaimed'];

/**
 * Makes the `resolveKeys` of sessions out of chain readers. All facts of one answer are from one block, that which the
 * reader has by its `maxAge`; set `maxAge` to how long a revoked key may still open sessions.
 *
 * A key is handed out if it was in force at the moment asked for, and somebody proved to hold it: proofs that the contract
 * left to the verifier are checked here. Moments after the block mean the block, the newest state there is. An agent that is
 * unknown, out of service or not claimed by its owner at the block has no answer, whatever the moment.
 *
 * Trust: the endpoints of the readers.
 *
 * @param source The readers by network, and how final the block has to be.
 * @returns Rejects with ChainError when the chain can't be read, with DidError `network-unknown` for a DID of another network:
 *   sessions then end in `resolver-failed` with that cause.
 * @throws DidError `argument-invalid` without any network
 */
export function createKeysResolver(source: AgentSource): KeysResolver {
  checkSource(source);
  return async (did, at) => {
    const opened = await findAgent(did, source);
    if (opened === undefined) return undefined;
    const { facts, agent, reader } = opened;
    const found = await readKeysInForce(facts, agent, Math.min(Math.floor(at), facts.block.timestamp));
    const keys = found.flatMap((one): SessionKey[] => {
      const { keyId, keyType } = one.key;
      if (!('publicKey' in one) || keyType === 'erc1271') return [];
      return [{ id: keyId, type: keyType, publicKey: toBytes(one.publicKey) }];
    });
    return { registry: `eip155:${reader.chainId}:${reader.contracts.sageRegistry.toLowerCase()}`, keys };
  };
}

async function findAgent(did: string, source: AgentSource): Promise<OpenedAgent | undefined> {
  try {
    return await openAgent(did, source);
  } catch (error) {
    if (error instanceof DidError && NOBODY.includes(error.code)) return undefined;
    throw error;
  }
}
