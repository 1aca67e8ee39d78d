import { checkHex } from '../checks/checkHex.ts';
import { checkInteger } from '../checks/checkInteger.ts';
import { checkSalt } from '../checks/checkSalt.ts';
import type { Address, Hex, Integer } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `revealVerdict`, for the validator that committed. Who doesn't reveal in time is slashed.
 *
 * @param contract The StakedValidation.
 * @param requestHash The request.
 * @param response 0 to 100, as committed to.
 * @param salt As committed to.
 * @throws ClientError `argument-invalid`
 */
export function prepareRevealVerdict(contract: Address, requestHash: Hex, response: Integer, salt: Hex): PreparedCall {
  return prepareCall(contract, DECLARATIONS.StakedValidation.revealVerdict, [
    checkHex('requestHash', requestHash, 32),
    Number(checkInteger('response', response, 0n, 100n)),
    checkSalt('salt', salt),
  ]);
}
