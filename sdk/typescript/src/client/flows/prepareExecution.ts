import { argumentFault } from '../checks/argumentFault.ts';
import { checkAddress } from '../checks/checkAddress.ts';
import { checkCalls } from '../checks/checkCalls.ts';
import { checkHex } from '../checks/checkHex.ts';
import { checkUint } from '../checks/checkUint.ts';
import type { ExecutionOptions } from '../createExecutionRequest.ts';
import type { Address, Hex } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/** `ISimpleMultiSig.Confirmation`. */
export interface Confirmation {
  readonly owner: Address;
  /** The owner's, over `createExecutionRequest`. */
  readonly signature: Hex;
}

/**
 * Prepares `executeWithSignatures`, for anybody. The confirmations are put in the order that the wallet asks for.
 *
 * @param contract The SimpleMultiSig.
 * @param options What the owners signed.
 * @param confirmations One for each owner that signed, in any order.
 * @throws ClientError `argument-invalid`
 */
export function prepareExecution(
  contract: Address,
  options: Omit<ExecutionOptions, 'contract' | 'ownersVersion'>,
  confirmations: readonly Confirmation[],
): PreparedCall {
  const sorted = confirmations
    .map(({ owner, signature }, index) => ({
      owner: checkAddress(`confirmations[${index}].owner`, owner),
      signature: checkHex(`confirmations[${index}].signature`, signature),
    }))
    .sort((one, other) => (one.owner < other.owner ? -1 : 1));
  const again = sorted.find(({ owner }, index) => sorted[index + 1]?.owner === owner);
  if (again !== undefined) throw argumentFault('confirmations', again.owner, 'each owner confirms once');
  return prepareCall(contract, DECLARATIONS.SimpleMultiSig.executeWithSignatures, [
    checkCalls('calls', options.calls),
    checkUint('nonce', options.nonce),
    checkUint('minGas', options.minGas),
    checkUint('deadline', options.deadline),
    sorted,
  ]);
}
