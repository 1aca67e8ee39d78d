import { checkFeedback } from '../checks/checkFeedback.ts';
import { checkHex } from '../checks/checkHex.ts';
import type { Address, FeedbackInput, Hex } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `giveTaskFeedback`, for the client that authorized the task.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param taskId The task.
 * @param input The rating; the agent is the task's.
 * @throws ClientError `argument-invalid`
 */
export function prepareTaskFeedback(
  contract: Address,
  taskId: Hex,
  input: Omit<FeedbackInput, 'agentId'>,
): PreparedCall {
  const feedback = checkFeedback('input', input);
  return prepareCall(contract, DECLARATIONS.ERC8004ReputationRegistryV2.giveTaskFeedback, [
    checkHex('taskId', taskId, 32),
    feedback.value,
    feedback.valueDecimals,
    feedback.tag1,
    feedback.tag2,
    feedback.endpoint,
    feedback.feedbackURI,
    feedback.feedbackHash,
  ]);
}
