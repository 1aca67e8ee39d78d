/**
 * The stake within `tolerance` points of the median, both ends included.
 *
 * @param stakes Revealed stake for each response, see `tally`.
 */
export function agreeingStake(stakes: readonly bigint[], median: number, tolerance: number): bigint {
  return stakes.slice(Math.max(0, median - tolerance), median + tolerance + 1).reduce((sum, stake) => sum + stake, 0n);
}
