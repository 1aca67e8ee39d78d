import { checkTask } from '../checks/checkTask.ts';
import type { Address, TaskAuthorization } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `authorizeTaskWithReveal`, to be sent 30 seconds to 10 minutes after the commitment and from the same account.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param authorization What was committed to.
 * @throws ClientError `argument-invalid`
 */
export function prepareAuthorizeTask(contract: Address, authorization: TaskAuthorization): PreparedCall {
  const values = [checkTask('authorization', authorization)];
  return prepareCall(contract, DECLARATIONS.ERC8004ReputationRegistryV2.authorizeTaskWithReveal, values);
}
