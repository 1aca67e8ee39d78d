import { checkFeedbackInput } from '../checks/checkFeedbackInput.ts';
import { checkHex } from '../checks/checkHex.ts';
import { checkSignedBy } from '../checks/checkSignedBy.ts';
import type { Address, FeedbackInput, Hex, SignedBy } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `giveTaskFeedbackBySig`, for anybody.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param taskId The task.
 * @param input The rating as signed.
 * @param by Who signed, and for how long.
 * @param signature The client's, over `createTaskFeedbackRequest`.
 * @throws ClientError `argument-invalid`
 */
export function prepareTaskFeedbackBySig(
  contract: Address,
  taskId: Hex,
  input: FeedbackInput,
  by: SignedBy,
  signature: Hex,
): PreparedCall {
  return prepareCall(contract, DECLARATIONS.ERC8004ReputationRegistryV2.giveTaskFeedbackBySig, [
    checkHex('taskId', taskId, 32),
    checkFeedbackInput('input', input),
    checkSignedBy('by', by),
    checkHex('signature', signature),
  ]);
}
