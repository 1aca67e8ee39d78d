import type { TypedData } from './types.ts';

const DOMAIN_FIELDS = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
];

/**
 * Typed data as JSON, for the method `eth_signTypedData_v4` of wallets. Big integers become decimal texts.
 *
 * @param typedData Such as the builders of this module make.
 */
export function serializeTypedData({ domain, types, primaryType, message }: TypedData): string {
  const value = { domain, types: { EIP712Domain: DOMAIN_FIELDS, ...types }, primaryType, message };
  return JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? field.toString() : field));
}
