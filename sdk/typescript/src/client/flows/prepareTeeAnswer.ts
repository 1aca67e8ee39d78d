import { argumentFault } from '../checks/argumentFault.ts';
import { checkAddress } from '../checks/checkAddress.ts';
import { checkHex } from '../checks/checkHex.ts';
import { checkInteger } from '../checks/checkInteger.ts';
import { KEY_TYPES } from '../keyTypes.ts';
import type { Address, Hex, Integer } from '../types.ts';
import { DECLARATIONS } from './abi.ts';
import { prepareCall } from './prepareCall.ts';
import type { PreparedCall } from './types.ts';

/** r ‖ s ‖ v, and r ‖ s ‖ x ‖ y. */
const SIGNATURE_BYTES = { secp256k1: 65, p256: 128 } as const;

/** `IStakedValidation.TeeAnswer`. */
export interface TeeAnswerOptions {
  readonly keyType: keyof typeof SIGNATURE_BYTES;
  readonly keyId: Hex;
  /** 0 to 100. */
  readonly response: Integer;
  readonly evidenceHash: Hex;
  readonly payee: Address;
  /** `RegistrySigner.signTypedData` over `createTeeVerdictRequest`. */
  readonly signature: Hex;
}

/**
 * Prepares `answerWithTEE`, for anybody.
 *
 * @param contract The StakedValidation.
 * @param requestHash The request.
 * @param answer What the TEE signed.
 * @throws ClientError `argument-invalid`
 */
export function prepareTeeAnswer(contract: Address, requestHash: Hex, answer: TeeAnswerOptions): PreparedCall {
  const { keyType } = answer;
  if (!Object.hasOwn(SIGNATURE_BYTES, keyType)) throw argumentFault('keyType', keyType, 'expected secp256k1 or p256');
  const values = {
    keyType: KEY_TYPES[keyType],
    keyId: checkHex('keyId', answer.keyId, 32),
    response: Number(checkInteger('response', answer.response, 0n, 100n)),
    evidenceHash: checkHex('evidenceHash', answer.evidenceHash, 32),
    payee: checkAddress('payee', answer.payee),
    signature: checkHex('signature', answer.signature, SIGNATURE_BYTES[keyType]),
  };
  const call = [checkHex('requestHash', requestHash, 32), values];
  return prepareCall(contract, DECLARATIONS.StakedValidation.answerWithTEE, call);
}
