import { checkHex } from '../checks/checkHex.ts';
import type { Address, Hex } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `finalize`, for anybody, once the round is over.
 *
 * @param contract The StakedValidation.
 * @param requestHash The request.
 * @throws ClientError `argument-invalid`
 */
export function prepareFinalize(contract: Address, requestHash: Hex): PreparedCall {
  const values = [checkHex('requestHash', requestHash, 32)];
  return prepareCall(contract, DECLARATIONS.StakedValidation.finalize, values);
}
