import { checkAddress } from './checks/checkAddress.ts';
import { checkDid } from './checks/checkDid.ts';
import { checkKeys } from './checks/checkKeys.ts';
import { checkSalt } from './checks/checkSalt.ts';
import { checkUint } from './checks/checkUint.ts';
import { createTypedData } from './createTypedData.ts';
import { toKeyStructs } from './toKeyStructs.ts';
import type { Address, ContractRef, Hex, Integer, RegistryPublicKey, SigningRequest } from './types.ts';

export interface BindingCommitmentOptions {
  /** The SageRegistryV3. */
  readonly contract: ContractRef;
  /** Who commits and reveals. */
  readonly committer: Address;
  /** The agent that gets the DID. */
  readonly agentId: Integer;
  /** The whole DID, see `createDid`. */
  readonly did: string;
  /** 1 to 10; in the same order and spelling as in the reveal. */
  readonly keys: readonly RegistryPublicKey[];
  /** 32 random bytes, secret until the reveal. */
  readonly salt: Hex;
}

/**
 * The commitment for `bindAgentWithReveal`, as `SageRegistryV3.bindingCommitment` gives it. `digest` goes into
 * `commitRegistration`.
 *
 * @throws ClientError `argument-invalid`
 */
export function createBindingCommitment(options: BindingCommitmentOptions): SigningRequest {
  checkKeys('keys', options.keys);
  return createTypedData(
    'SageRegistryV3',
    options.contract,
    {
      Binding: 'address committer,uint256 agentId,string did,Key[] keys,bytes32 salt',
      Key: 'uint8 keyType,bytes publicKey',
    },
    {
      committer: checkAddress('committer', options.committer),
      agentId: checkUint('agentId', options.agentId),
      did: checkDid('did', options.did),
      keys: toKeyStructs(options.keys),
      salt: checkSalt('salt', options.salt),
    },
  );
}
