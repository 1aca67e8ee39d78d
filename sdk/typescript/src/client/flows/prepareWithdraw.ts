import { checkAddress } from '../checks/checkAddress.ts';
import type { Address } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `withdraw`: stakes, rewards and deposits that are owed to the sender.
 *
 * @param contract The StakedValidation.
 * @param to Who gets the ether.
 * @throws ClientError `argument-invalid`
 */
export function prepareWithdraw(contract: Address, to: Address): PreparedCall {
  return prepareCall(contract, DECLARATIONS.StakedValidation.withdraw, [checkAddress('to', to)]);
}
