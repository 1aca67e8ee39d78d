/** Addresses and bytes in lower case. */
export type Hex = `0x${string}`;

/** Where a row comes from; block and log put rows into the order of the chain. Times are Unix seconds. */
export interface Origin {
  blockNumber: bigint;
  logIndex: number;
  createdAt: bigint;
}
