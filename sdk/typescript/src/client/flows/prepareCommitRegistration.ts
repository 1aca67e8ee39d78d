import { checkHex } from '../checks/checkHex.ts';
import type { Address, Hex } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/**
 * Prepares `commitRegistration`: the first step of a registration or binding.
 *
 * @param contract The SageRegistryV3.
 * @param commitment The digest of `createRegistrationCommitment` or `createBindingCommitment`.
 * @throws ClientError `argument-invalid`
 */
export function prepareCommitRegistration(contract: Address, commitment: Hex): PreparedCall {
  const values = [checkHex('commitment', commitment, 32)];
  return prepareCall(contract, DECLARATIONS.SageRegistryV3.commitRegistration, values);
}
