import { checkAddress } from '../checks/checkAddress.ts';
import { checkHex } from '../checks/checkHex.ts';
import { checkUint } from '../checks/checkUint.ts';
import type { Address, Hex, Integer } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

export interface SetAgentWalletOptions {
  readonly agentId: Integer;
  readonly newWallet: Address;
  /** As signed. */
  readonly deadline: Integer;
  /** The new wallet's, over `createAgentWalletRequest`. */
  readonly signature: Hex;
}

/**
 * Prepares `setAgentWallet`, for the agent's side.
 *
 * @param contract The identity registry.
 * @param options What the wallet signed, and its signature.
 * @throws ClientError `argument-invalid`
 */
export function prepareSetAgentWallet(contract: Address, options: SetAgentWalletOptions): PreparedCall {
  return prepareCall(contract, DECLARATIONS.ERC8004IdentityRegistry.setAgentWallet, [
    checkUint('agentId', options.agentId),
    checkAddress('newWallet', options.newWallet),
    checkUint('deadline', options.deadline, 96),
    checkHex('signature', options.signature),
  ]);
}
