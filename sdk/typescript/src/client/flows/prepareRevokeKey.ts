import { checkHex } from '../checks/checkHex.ts';
import { checkUint } from '../checks/checkUint.ts';
import type { Address, Hex, Integer } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `revokeKey`, for the agent's controller; for ever.
 *
 * @param contract The SageRegistryV3.
 * @param agentId The agent.
 * @param keyId The key.
 * @param compromisedSince Unix seconds since when all its signatures are void, not in the future; 0 for none.
 * @throws ClientError `argument-invalid`
 */
export function prepareRevokeKey(
  contract: Address,
  agentId: Integer,
  keyId: Hex,
  compromisedSince: Integer = 0,
): PreparedCall {
  return prepareCall(contract, DECLARATIONS.SageRegistryV3.revokeKey, [
    checkUint('agentId', agentId),
    checkHex('keyId', keyId, 32),
    Number(checkUint('compromisedSince', compromisedSince, 40)),
  ]);
}
