import { checkFeedbackInput } from './checks/checkFeedbackInput.ts';
import { checkSignedBy } from './checks/checkSignedBy.ts';
import { createTypedData } from './createTypedData.ts';
import type { ContractRef, FeedbackInput, SignedBy, SigningRequest } from './types.ts';

/**
 * What a client signs so that somebody else can send its feedback, as `IReputationSigned.feedbackDigest` gives it.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param input The feedback.
 * @param by Who signs, and for how long.
 * @throws ClientError `argument-invalid`
 */
export function createFeedbackRequest(contract: ContractRef, input: FeedbackInput, by: SignedBy): SigningRequest {
  return createTypedData(
    'ERC8004ReputationRegistryV2',
    contract,
    {
      GiveFeedback:
        'address client,uint256 agentId,int128 value,uint8 valueDecimals,string tag1,string tag2,string endpoint,' +
        'string feedbackURI,bytes32 feedbackHash,uint256 nonce,uint256 deadline',
    },
    { ...checkFeedbackInput('input', input), ...checkSignedBy('by', by) },
  );
}
