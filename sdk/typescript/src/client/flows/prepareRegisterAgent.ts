import { checkIdentifier } from '../checks/checkIdentifier.ts';
import { checkKeyInputs } from '../checks/checkKeyInputs.ts';
import { checkSalt } from '../checks/checkSalt.ts';
import { checkText } from '../checks/checkText.ts';
import type { Address, Hex, KeyInput } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

export interface RegisterAgentOptions {
  /** The end of the DID. */
  readonly identifier: string;
  /** In the order of the commitment; the proofs name the nonces 0, 1, … See `proveKeys`. */
  readonly keys: readonly KeyInput[];
  readonly agentURI: string;
  readonly salt: Hex;
}

/**
 * Prepares `registerAgentWithReveal`, to be sent 1 minute to 1 hour after the commitment and from the same account.
 *
 * @param contract The SageRegistryV3.
 * @param options What was committed to, with the proofs.
 * @throws ClientError `argument-invalid`
 */
export function prepareRegisterAgent(contract: Address, options: RegisterAgentOptions): PreparedCall {
  return prepareCall(contract, DECLARATIONS.SageRegistryV3.registerAgentWithReveal, [
    checkIdentifier('identifier', options.identifier),
    checkKeyInputs('keys', options.keys),
    checkText('agentURI', options.agentURI),
    checkSalt('salt', options.salt),
  ]);
}
