import { argumentFault } from '../checks/argumentFault.ts';
import { checkHex } from '../checks/checkHex.ts';
import { checkInteger } from '../checks/checkInteger.ts';
import type { Address, Hex, Integer } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `commitVerdict`, for a validator.
 *
 * @param contract The StakedValidation.
 * @param requestHash An open request.
 * @param round The round that the commitment was made for, 1 to 65,535. The contract refuses any but the latest, so that a
 * commitment that arrives late can't stake on a round in which it can't be revealed.
 * @param commitment See `createVerdictCommitment`; keep response and salt.
 * @param stake Wei: exactly what `requiredStake` gives.
 * @throws ClientError `argument-invalid`
 */
export function prepareCommitVerdict(
  contract: Address,
  requestHash: Hex,
  round: Integer,
  commitment: Hex,
  stake: Integer,
): PreparedCall {
  const word = checkHex('commitment', commitment, 32);
  if (/^0x0+$/.test(word))
    throw argumentFault('commitment', word, 'the contract refuses zero; see createVerdictCommitment');
  const values = [checkHex('requestHash', requestHash, 32), Number(checkInteger('round', round, 1n, 65_535n)), word];
  const value = checkInteger('stake', stake, 1n, 2n ** 80n - 1n);
  return prepareCall(contract, DECLARATIONS.StakedValidation.commitVerdict, values, value);
}
