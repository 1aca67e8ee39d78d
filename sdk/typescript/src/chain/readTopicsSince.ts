import type { Hex } from '../client/types.ts';
import type { Endpoints } from './Endpoints.ts';
import type { BlockReference } from './types.ts';

/** Beyond so many blocks, reading facts anew costs no more than reading all logs in between. */
const MAX_BLOCKS = 64;

/**
 * All topics of events since an earlier block: what may have changed since then.
 *
 * Goes from parent to parent, and asks for the logs of each block by its hash (EIP-234). By number, a node that doesn't have
 * the newest block yet would answer without its logs, and without an error; then a revocation in it would be missed for good.
 *
 * @param endpoints Asked in their order.
 * @param block The newer block.
 * @param earlier The block that the facts were read at.
 * @param addresses The contracts.
 * @returns Undefined when the earlier block is no ancestor of the newer one, or too far behind it.
 * @throws ChainError when a block or its logs can't be had
 */
export async function readTopicsSince(
  endpoints: Endpoints,
  block: BlockReference,
  earlier: BlockReference,
  addresses: readonly Hex[],
): Promise<ReadonlySet<Hex> | undefined> {
  if (block.number - earlier.number > MAX_BLOCKS) return undefined;
  const topics = new Set<Hex>();
  let { hash } = block;
  for (let number = block.number; number > earlier.number; number--) {
    const [parent, found] = await Promise.all([endpoints.readParent(hash), endpoints.readTopics(hash, addresses)]);
    for (const topic of found) topics.add(topic);
    hash = parent;
  }
  return hash === earlier.hash ? topics : undefined;
}
