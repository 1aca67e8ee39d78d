/**
 * The stake-weighted median: the smallest response up to which at least half of the stake lies.
 *
 * @param stakes Revealed stake for each response, see `tally`.
 * @param total Their sum; not 0.
 */
export function medianOf(stakes: readonly bigint[], total: bigint): number {
  let sum = 0n;
  const median = stakes.findIndex((stake) => {
    sum += stake;
    return sum * 2n >= total;
  });
  if (total === 0n || median < 0) throw new RangeError('no stake was revealed, so there is no median');
  return median;
}
