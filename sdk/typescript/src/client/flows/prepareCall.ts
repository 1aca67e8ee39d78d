import { encodeData, from } from 'ox/AbiFunction';
import { checkAddress } from '../checks/checkAddress.ts';
import type { Address } from '../types.ts';
import type { PreparedCall } from './types.ts';

/**
 * Encodes a call.
 *
 * @param to The contract.
 * @param declaration The function and its structs in Solidity.
 * @param values Its arguments, checked.
 * @param value Wei to send along.
 * @throws ClientError `argument-invalid` for an address that is none.
 */
export function prepareCall(
  to: Address,
  declaration: readonly string[],
  values: readonly unknown[],
  value = 0n,
): PreparedCall {
  const item = from(declaration as [string]);
  return { to: checkAddress('contract', to), data: encodeData(item, values as never), value };
}
