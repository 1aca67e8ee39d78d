import { checkAddress } from '../checks/checkAddress.ts';
import { checkHex } from '../checks/checkHex.ts';
import { checkText } from '../checks/checkText.ts';
import { checkUint } from '../checks/checkUint.ts';
import type { Address, Hex, Integer } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

export interface ValidationRequestOptions {
  /** Who shall answer; for staked judges the StakedValidation. */
  readonly validator: Address;
  /** 0 to 2^32 - 1. */
  readonly agentId: Integer;
  readonly requestURI: string;
  /** `createBoundRequestHash` or `createTaskRequestHash` give one that nobody can take away. */
  readonly requestHash: Hex;
}

/**
 * Prepares `validationRequest` (ERC-8004), for the agent's side.
 *
 * @param contract The validation registry.
 * @param options Whom to ask what.
 * @throws ClientError `argument-invalid`
 */
export function prepareValidationRequest(contract: Address, options: ValidationRequestOptions): PreparedCall {
  return prepareCall(contract, DECLARATIONS.ERC8004ValidationRegistry.validationRequest, [
    checkAddress('validator', options.validator),
    checkUint('agentId', options.agentId, 32),
    checkText('requestURI', options.requestURI),
    checkHex('requestHash', options.requestHash, 32),
  ]);
}
