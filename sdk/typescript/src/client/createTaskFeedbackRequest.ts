import { checkFeedbackInput } from './checks/checkFeedbackInput.ts';
import { checkHex } from './checks/checkHex.ts';
import { checkSignedBy } from './checks/checkSignedBy.ts';
import { createTypedData } from './createTypedData.ts';
import type { ContractRef, FeedbackInput, Hex, SignedBy, SigningRequest } from './types.ts';

/**
 * What a client signs so that somebody else can send its rating of a task, as `IReputationSigned.taskFeedbackDigest` gives it.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param taskId A task that the client authorized.
 * @param input The feedback; its agent must be the task's.
 * @param by Who signs, and for how long.
 * @throws ClientError `argument-invalid`
 */
export function createTaskFeedbackRequest(
  contract: ContractRef,
  taskId: Hex,
  input: FeedbackInput,
  by: SignedBy,
): SigningRequest {
  return createTypedData(
    'ERC8004ReputationRegistryV2',
    contract,
    {
      GiveTaskFeedback:
        'address client,bytes32 taskId,uint256 agentId,int128 value,uint8 valueDecimals,string tag1,string tag2,' +
        'string endpoint,string feedbackURI,bytes32 feedbackHash,uint256 nonce,uint256 deadline',
    },
    { taskId: checkHex('taskId', taskId, 32), ...checkFeedbackInput('input', input), ...checkSignedBy('by', by) },
  );
}
