import { checkAddress } from './checks/checkAddress.ts';
import { checkDid } from './checks/checkDid.ts';
import { checkHex } from './checks/checkHex.ts';
import { checkUint } from './checks/checkUint.ts';
import { createTypedData } from './createTypedData.ts';
import type { Address, ContractRef, Hex, Integer, SigningRequest } from './types.ts';

export interface KeyProofOptions {
  /** The SageRegistryV3. */
  readonly contract: ContractRef;
  readonly did: string;
  /** The agent's owner at the moment at which the key is added. */
  readonly owner: Address;
  /** See `computeKeyId`. */
  readonly keyId: Hex;
  /** The agent's nonce, below 2^24; 0 for the first key of an agent not yet bound, 1 for the next. */
  readonly nonce: Integer;
}

/**
 * What a key signs to be added, as `SageRegistryV3.keyProofDigest` gives it.
 *
 * @throws ClientError `argument-invalid`
 */
export function createKeyProofRequest(options: KeyProofOptions): SigningRequest {
  return createTypedData(
    'SageRegistryV3',
    options.contract,
    { KeyProof: 'string did,address owner,bytes32 keyId,uint256 nonce' },
    {
      did: checkDid('did', options.did),
      owner: checkAddress('owner', options.owner),
      keyId: checkHex('keyId', options.keyId, 32),
      nonce: checkUint('nonce', options.nonce, 24),
    },
  );
}
