import { checkIdentifier } from '../checks/checkIdentifier.ts';
import { checkKeyInputs } from '../checks/checkKeyInputs.ts';
import { checkSalt } from '../checks/checkSalt.ts';
import { checkUint } from '../checks/checkUint.ts';
import type { Address, Hex, Integer, KeyInput } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

export interface BindAgentOptions {
  readonly agentId: Integer;
  /** The end of the DID. */
  readonly identifier: string;
  /** In the order of the commitment; the proofs name the agent's owner and the nonces 0, 1, … */
  readonly keys: readonly KeyInput[];
  readonly salt: Hex;
}

/**
 * Prepares `bindAgentWithReveal`, to be sent 1 minute to 1 hour after the commitment and from the same account.
 *
 * @param contract The SageRegistryV3.
 * @param options What was committed to, with the proofs.
 * @throws ClientError `argument-invalid`
 */
export function prepareBindAgent(contract: Address, options: BindAgentOptions): PreparedCall {
  return prepareCall(contract, DECLARATIONS.SageRegistryV3.bindAgentWithReveal, [
    checkUint('agentId', options.agentId),
    checkIdentifier('identifier', options.identifier),
    checkKeyInputs('keys', options.keys),
    checkSalt('salt', options.salt),
  ]);
}
