import { checkFeedbackInput } from '../checks/checkFeedbackInput.ts';
import { checkHex } from '../checks/checkHex.ts';
import { checkSignedBy } from '../checks/checkSignedBy.ts';
import type { Address, FeedbackInput, Hex, SignedBy } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `giveFeedbackBySig`, for anybody.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param input The feedback as signed.
 * @param by Who signed, and for how long.
 * @param signature The client's, over `createFeedbackRequest`.
 * @throws ClientError `argument-invalid`
 */
export function prepareFeedbackBySig(
  contract: Address,
  input: FeedbackInput,
  by: SignedBy,
  signature: Hex,
): PreparedCall {
  const values = [checkFeedbackInput('input', input), checkSignedBy('by', by), checkHex('signature', signature)];
  return prepareCall(contract, DECLARATIONS.ERC8004ReputationRegistryV2.giveFeedbackBySig, values);
}
