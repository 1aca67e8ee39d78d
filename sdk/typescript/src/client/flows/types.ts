import type { Address, Hex } from '../types.ts';

/** A transaction to send by any library: the arguments are checked and encoded; gas, fees and nonce are the sender's. */
export interface PreparedCall {
  readonly to: Address;
  readonly data: Hex;
  /** Wei. */
  readonly value: bigint;
}
