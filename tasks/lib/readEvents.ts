import { readInHalves } from '../../scripts/deploy/check/readLogs.ts';
import type { Part } from '../../scripts/deploy/plan.ts';
import type { TaskContext } from './TaskContext.ts';

/**
 * Events of a part since its deployment, in their order. Many nodes answer only for some thousand blocks at once.
 *
 * @param query Asks for a range of blocks, both ends included.
 */
export async function readEvents<Event>(
  context: TaskContext,
  part: Part,
  query: (from: number, to: number) => Promise<Event[]>,
): Promise<Event[]> {
  const entry = (await context.book()).contracts[part];
  const { provider } = await context.ethers();
  const to = await provider.getBlockNumber();
  // Of a registry of others nobody noted the block.
  const from = entry !== undefined && 'block' in entry ? Math.min(entry.block, to) : 0;
  return readInHalves(query, from, to);
}
