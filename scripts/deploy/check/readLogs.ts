import type { Filter, Log, Provider } from 'ethers';

/**
 * Logs of a range of blocks, in their order. A node that refuses the range, because it is too long or has too many logs, is asked
 * for its halves.
 *
 * @param from First block.
 * @param to Last block.
 * @throws What the node answers for a single block, or any error that isn't an answer.
 */
export function readLogs(
  provider: Provider,
  filter: Pick<Filter, 'address' | 'topics'>,
  from: number,
  to: number,
): Promise<Log[]> {
  return readInHalves((fromBlock, toBlock) => provider.getLogs({ ...filter, fromBlock, toBlock }), from, to);
}

/** The same for whatever reads a range of blocks. */
export async function readInHalves<T>(
  read: (from: number, to: number) => Promise<T[]>,
  from: number,
  to: number,
): Promise<T[]> {
  try {
    return await read(from, to);
  } catch (error) {
    if (from >= to) throw error;
    const middle = Math.floor((from + to) / 2);
    const first = await readInHalves(read, from, middle);
    return [...first, ...(await readInHalves(read, middle + 1, to))];
  }
}
