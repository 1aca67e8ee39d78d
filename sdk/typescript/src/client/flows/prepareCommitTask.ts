import { checkHex } from '../checks/checkHex.ts';
import type { Address, Hex } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `commitTaskAuthorization`, for the client of a task.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param commitment See `createTaskCommitment`.
 * @throws ClientError `argument-invalid`
 */
export function prepareCommitTask(contract: Address, commitment: Hex): PreparedCall {
  const values = [checkHex('commitment', commitment, 32)];
  return prepareCall(contract, DECLARATIONS.ERC8004ReputationRegistryV2.commitTaskAuthorization, values);
}
