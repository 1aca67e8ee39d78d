import { checkAddress } from '../checks/checkAddress.ts';
import { checkHex } from '../checks/checkHex.ts';
import type { Address, Hex } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `markTaskValidated`, for anybody.
 *
 * @param contract The ERC8004ReputationRegistryV2.
 * @param client Who authorized and rated the task.
 * @param taskId The task.
 * @param validator Whose answer it is.
 * @throws ClientError `argument-invalid`
 */
export function prepareMarkTaskValidated(
  contract: Address,
  client: Address,
  taskId: Hex,
  validator: Address,
): PreparedCall {
  return prepareCall(contract, DECLARATIONS.ERC8004ReputationRegistryV2.markTaskValidated, [
    checkAddress('client', client),
    checkHex('taskId', taskId, 32),
    checkAddress('validator', validator),
  ]);
}
