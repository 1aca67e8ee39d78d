import { encode } from 'ox/AbiParameters';
import { keccak256 } from 'ox/Hash';
import type { Hex } from './types.ts';

/**
 * keccak256(abi.encode(…)) of values of fixed size.
 *
 * @param types Their types in Solidity, separated by commas.
 * @param values One for each, checked.
 */
export function hashValues(types: string, values: readonly unknown[]): Hex {
  return keccak256(
    encode(
      types.split(',').map((type) => ({ type })),
      [...values],
    ),
  );
}
