import { checkAddress } from './checks/checkAddress.ts';
import { checkDid } from './checks/checkDid.ts';
import { checkKeys } from './checks/checkKeys.ts';
import { checkSalt } from './checks/checkSalt.ts';
import { checkText } from './checks/checkText.ts';
import { createTypedData } from './createTypedData.ts';
import { toKeyStructs } from './toKeyStructs.ts';
import type { Address, ContractRef, Hex, RegistryPublicKey, SigningRequest } from './types.ts';

export interface RegistrationCommitmentOptions {
  /** The SageRegistryV3. */
  readonly contract: ContractRef;
  /** Who commits and reveals. */
  readonly committer: Address;
  /** The whole DID, see `createDid`. */
  readonly did: string;
  /** 1 to 10; in the same order and spelling as in the reveal. Proofs are no part of it. */
  readonly keys: readonly RegistryPublicKey[];
  /** May be empty. */
  readonly agentURI: string;
  /** 32 random bytes, secret until the reveal. */
  readonly salt: Hex;
}

/**
 * The commitment for `registerAgentWithReveal`, as `SageRegistryV3.registrationCommitment` gives it: a hash by EIP-712 that
 * nobody signs. `digest` goes into `commitRegistration`.
 *
 * @throws ClientError `argument-invalid`
 */
export function createRegistrationCommitment(options: RegistrationCommitmentOptions): SigningRequest {
  checkKeys('keys', options.keys);
  return createTypedData(
    'SageRegistryV3',
    options.contract,
    {
      Registration: 'address committer,string did,Key[] keys,string agentURI,bytes32 salt',
      Key: 'uint8 keyType,bytes publicKey',
    },
    {
      committer: checkAddress('committer', options.committer),
      did: checkDid('did', options.did),
      keys: toKeyStructs(options.keys),
      agentURI: checkText('agentURI', options.agentURI),
      salt: checkSalt('salt', options.salt),
    },
  );
}
