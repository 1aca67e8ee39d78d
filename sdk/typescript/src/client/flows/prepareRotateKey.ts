import { argumentFault } from '../checks/argumentFault.ts';
import { checkHex } from '../checks/checkHex.ts';
import { checkKeyInput } from '../checks/checkKeyInput.ts';
import { checkUint } from '../checks/checkUint.ts';
import { computeKeyId } from '../computeKeyId.ts';
import type { Address, Hex, Integer, KeyInput } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `rotateKey`, for the agent's controller: one key goes and another comes at once.
 *
 * @param contract The SageRegistryV3.
 * @param agentId The agent.
 * @param keyId The key that goes; the contract never takes it again.
 * @param key The key that comes; its proof names the agent's present nonce.
 * @throws ClientError `argument-invalid`
 */
export function prepareRotateKey(contract: Address, agentId: Integer, keyId: Hex, key: KeyInput): PreparedCall {
  const old = checkHex('keyId', keyId, 32);
  const input = checkKeyInput('key', key);
  if (computeKeyId(key) === old) throw argumentFault('key', old, 'it is the key that goes; make a new one');
  return prepareCall(contract, DECLARATIONS.SageRegistryV3.rotateKey, [checkUint('agentId', agentId), old, input]);
}
