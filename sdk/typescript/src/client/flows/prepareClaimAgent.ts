import { checkKeyInputs } from '../checks/checkKeyInputs.ts';
import { checkUint } from '../checks/checkUint.ts';
import type { Address, Integer, KeyInput } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `claimAgent`, for the new owner of an agent that was transferred.
 *
 * @param contract The SageRegistryV3.
 * @param agentId The agent.
 * @param keys Keys that the agent never had; the proofs name the new owner and the agent's present nonce onward.
 * @throws ClientError `argument-invalid`
 */
export function prepareClaimAgent(contract: Address, agentId: Integer, keys: readonly KeyInput[]): PreparedCall {
  const values = [checkUint('agentId', agentId), checkKeyInputs('keys', keys)];
  return prepareCall(contract, DECLARATIONS.SageRegistryV3.claimAgent, values);
}
