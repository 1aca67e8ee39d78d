import { checkContract } from './checks/checkContract.ts';
import { hashTypedData } from './hashTypedData.ts';
import type { ContractRef, SigningRequest, TypedData, TypedDataField } from './types.ts';

/** Structs by name, with their fields as they stand in an EIP-712 type string: `address owner,uint256 nonce`. */
export type StructTexts = Readonly<Record<string, string>>;

function readFields(text: string): TypedDataField[] {
  return text.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { name, type };
  });
}

/**
 * Makes typed data and its digest (EIP-712) for a contract whose domain has version 1.
 *
 * @param name The contract's name in its domain.
 * @param contract Which contract on which chain.
 * @param structs The first is what is signed.
 * @param message Its fields, checked.
 */
export function createTypedData(
  name: string,
  contract: ContractRef,
  structs: StructTexts,
  message: Readonly<Record<string, unknown>>,
): SigningRequest {
  const { chainId, address } = checkContract('contract', contract);
  const [primaryType = ''] = Object.keys(structs);
  const typedData: TypedData = {
    domain: { name, version: '1', chainId, verifyingContract: address },
    types: Object.fromEntries(Object.entries(structs).map(([struct, text]) => [struct, readFields(text)])),
    primaryType,
    message,
  };
  return { typedData, digest: hashTypedData(typedData) };
}
