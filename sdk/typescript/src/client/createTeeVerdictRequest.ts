import { checkAddress } from './checks/checkAddress.ts';
import { checkHex } from './checks/checkHex.ts';
import { checkInteger } from './checks/checkInteger.ts';
import { createTypedData } from './createTypedData.ts';
import type { Address, ContractRef, Hex, Integer, SigningRequest } from './types.ts';

export interface TeeVerdictOptions {
  /** The StakedValidation. */
  readonly contract: ContractRef;
  readonly requestHash: Hex;
  /** The request's latest round, from 1 on. */
  readonly round: Integer;
  /** 0 (failed) to 100 (passed). */
  readonly response: Integer;
  /** keccak256 of the evidence. */
  readonly evidenceHash: Hex;
  /** Who gets the reward. */
  readonly payee: Address;
}

/**
 * What a TEE signs to answer a request, as `IStakedValidation.teeVerdictDigest` gives it. `RegistrySigner.signTypedData` makes
 * the signature in the form that `answerWithTEE` takes.
 *
 * @throws ClientError `argument-invalid`
 */
export function createTeeVerdictRequest(options: TeeVerdictOptions): SigningRequest {
  return createTypedData(
    'StakedValidation',
    options.contract,
    { TEEVerdict: 'bytes32 requestHash,uint16 round,uint8 response,bytes32 evidenceHash,address payee' },
    {
      requestHash: checkHex('requestHash', options.requestHash, 32),
      round: Number(checkInteger('round', options.round, 1n, 65_535n)),
      response: Number(checkInteger('response', options.response, 0n, 100n)),
      evidenceHash: checkHex('evidenceHash', options.evidenceHash, 32),
      payee: checkAddress('payee', options.payee),
    },
  );
}
