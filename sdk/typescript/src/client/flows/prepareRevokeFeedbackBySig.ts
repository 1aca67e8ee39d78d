import { checkHex } from '../checks/checkHex.ts';
import { checkInteger } from '../checks/checkInteger.ts';
import { checkSignedBy } from '../checks/checkSignedBy.ts';
import { checkUint } from '../checks/checkUint.ts';
import type { Address, Hex, Integer, SignedBy } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `revokeFeedbackBySig`, for anybody.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param agentId The agent.
 * @param feedbackIndex From 1 on.
 * @param by Who signed, and for how long.
 * @param signature The client's, over `createRevocationRequest`.
 * @throws ClientError `argument-invalid`
 */
export function prepareRevokeFeedbackBySig(
  contract: Address,
  agentId: Integer,
  feedbackIndex: Integer,
  by: SignedBy,
  signature: Hex,
): PreparedCall {
  return prepareCall(contract, DECLARATIONS.ERC8004ReputationRegistryV2.revokeFeedbackBySig, [
    checkUint('agentId', agentId),
    checkInteger('feedbackIndex', feedbackIndex, 1n, 2n ** 64n - 1n),
    checkSignedBy('by', by),
    checkHex('signature', signature),
  ]);
}
