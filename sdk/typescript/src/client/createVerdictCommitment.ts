import { checkAddress } from './checks/checkAddress.ts';
import { checkContract } from './checks/checkContract.ts';
import { checkHex } from './checks/checkHex.ts';
import { checkInteger } from './checks/checkInteger.ts';
import { checkSalt } from './checks/checkSalt.ts';
import { hashText } from './hashText.ts';
import { hashValues } from './hashValues.ts';
import type { Address, ContractRef, Hex, Integer } from './types.ts';

const TYPE_HASH = hashText('SAGE.StakedVerdict');

export interface VerdictCommitmentOptions {
  /** The StakedValidation. */
  readonly contract: ContractRef;
  readonly requestHash: Hex;
  /** The request's latest round, from 1 on. */
  readonly round: Integer;
  /** Who commits and reveals. */
  readonly validator: Address;
  /** 0 (failed) to 100 (passed). */
  readonly response: Integer;
  /** 32 random bytes. Keep them with the response until the reveal: who doesn't reveal is slashed. */
  readonly salt: Hex;
}

/**
 * The commitment for `commitVerdict`, as `IStakedValidation.verdictCommitment` gives it. Made here, no node learns the verdict.
 *
 * @throws ClientError `argument-invalid`
 */
export function createVerdictCommitment(options: VerdictCommitmentOptions): Hex {
  const { chainId, address } = checkContract('contract', options.contract);
  return hashValues('bytes32,uint256,address,bytes32,uint16,address,uint8,bytes32', [
    TYPE_HASH,
    chainId,
    address,
    checkHex('requestHash', options.requestHash, 32),
    Number(checkInteger('round', options.round, 1n, 65_535n)),
    checkAddress('validator', options.validator),
    Number(checkInteger('response', options.response, 0n, 100n)),
    checkSalt('salt', options.salt),
  ]);
}
