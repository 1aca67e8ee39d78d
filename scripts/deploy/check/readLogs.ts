import type { Filter, Log, Provider } from 'ethers';

/**
 * Logs of a range of blocks, in their order. A node that refuses the range, because it is too long or has too many logs, is asked
 * for its halves.
 *
 * @param from First block.
 * @param to Last block.
 * @throws What the node answers for a single block, or any error that isn't an answer.
 */
export async function readLogs(
  provider: Provider,
  filter: Pick<Filter, 'address' | 'topics'>,
  from: number,
  to: number,
): Promise<Log[]> {
  try {
    return await provider.getLogs({ ...filter, fromBlock: from, toBlock: to });
  } catch (error) {
    if (from >= to) throw error;
    const middle = Math.floor((from + to) / 2);
    const first = await readLogs(provider, filter, from, middle);
    return [...first, ...(await readLogs(provider, filter, middle + 1, to))];
  }
}
