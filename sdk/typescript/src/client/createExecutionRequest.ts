import { checkCalls } from './checks/checkCalls.ts';
import { checkUint } from './checks/checkUint.ts';
import { createTypedData } from './createTypedData.ts';
import type { ContractRef, Integer, MultiSigCall, SigningRequest } from './types.ts';

export interface ExecutionOptions {
  /** The SimpleMultiSig. */
  readonly contract: ContractRef;
  /** 1 to 50 calls, done in this order. */
  readonly calls: readonly MultiSigCall[];
  /** Any number not used before. */
  readonly nonce: Integer;
  /** Least gas that must be left before the first call. */
  readonly minGas: Integer;
  /** Unix seconds. */
  readonly deadline: Integer;
  /** What `ownersVersion` gives now: signatures end when an owner leaves. */
  readonly ownersVersion: Integer;
}

/**
 * What the owners of a SimpleMultiSig sign for `executeWithSignatures`, as `ISimpleMultiSig.executionDigest` gives it.
 *
 * @throws ClientError `argument-invalid`
 */
export function createExecutionRequest(options: ExecutionOptions): SigningRequest {
  return createTypedData(
    'SimpleMultiSig',
    options.contract,
    {
      Execution: 'Call[] calls,uint256 nonce,uint256 minGas,uint256 deadline,uint256 ownersVersion',
      Call: 'address target,uint256 value,bytes data',
    },
    {
      calls: checkCalls('calls', options.calls),
      nonce: checkUint('nonce', options.nonce),
      minGas: checkUint('minGas', options.minGas),
      deadline: checkUint('deadline', options.deadline),
      ownersVersion: checkUint('ownersVersion', options.ownersVersion),
    },
  );
}
