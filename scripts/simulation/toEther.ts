/** Wei as ETH; exact to about 15 digits, for averages and for printing. */
export function toEther(wei: bigint): number {
  return Number(wei) / 1e18;
}
