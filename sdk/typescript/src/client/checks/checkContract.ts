import type { Address, ContractRef } from '../types.ts';
import { checkAddress } from './checkAddress.ts';
import { checkInteger } from './checkInteger.ts';

/**
 * Checks which contract on which chain is meant.
 *
 * @param field For the error.
 * @param contract What was given.
 * @throws ClientError `argument-invalid`
 */
export function checkContract(
  field: string,
  contract: ContractRef,
): { readonly chainId: number; readonly address: Address } {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return {
    chainId: Number(checkInteger(`${field}.chainId`, contract.chainId, 1n, most)),
    address: checkAddress(`${field}.address`, contract.address),
  };
}
