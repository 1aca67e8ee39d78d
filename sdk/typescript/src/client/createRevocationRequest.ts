import { checkInteger } from './checks/checkInteger.ts';
import { checkSignedBy } from './checks/checkSignedBy.ts';
import { checkUint } from './checks/checkUint.ts';
import { createTypedData } from './createTypedData.ts';
import type { ContractRef, Integer, SignedBy, SigningRequest } from './types.ts';

/**
 * What a client signs so that somebody else can revoke its feedback, as `IReputationSigned.revocationDigest` gives it.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param agentId The agent.
 * @param feedbackIndex From 1 on.
 * @param by Who signs, and for how long.
 * @throws ClientError `argument-invalid`
 */
export function createRevocationRequest(
  contract: ContractRef,
  agentId: Integer,
  feedbackIndex: Integer,
  by: SignedBy,
): SigningRequest {
  return createTypedData(
    'ERC8004ReputationRegistryV2',
    contract,
    { RevokeFeedback: 'address client,uint256 agentId,uint64 feedbackIndex,uint256 nonce,uint256 deadline' },
    {
      agentId: checkUint('agentId', agentId),
      feedbackIndex: checkInteger('feedbackIndex', feedbackIndex, 1n, 2n ** 64n - 1n),
      ...checkSignedBy('by', by),
    },
  );
}
