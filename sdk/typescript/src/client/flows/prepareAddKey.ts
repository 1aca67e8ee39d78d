import { checkKeyInput } from '../checks/checkKeyInput.ts';
import { checkUint } from '../checks/checkUint.ts';
import type { Address, Integer, KeyInput } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `addKey`, for the agent's controller.
 *
 * @param contract The SageRegistryV3.
 * @param agentId The agent.
 * @param key The key; its proof names the agent's present nonce.
 * @throws ClientError `argument-invalid`
 */
export function prepareAddKey(contract: Address, agentId: Integer, key: KeyInput): PreparedCall {
  const values = [checkUint('agentId', agentId), checkKeyInput('key', key)];
  return prepareCall(contract, DECLARATIONS.SageRegistryV3.addKey, values);
}
