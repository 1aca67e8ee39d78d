import { Endpoints } from './Endpoints.ts';
import { pinChain } from './pinChain.ts';
import type { BlockReference, PinnedChain, Rpc } from './types.ts';

const DEFAULT_TIMEOUT_MS = 5_000;

/**
 * A chain at a known block, for a replay that compares a bundle with a node of one's own. Old blocks need a node that
 * keeps their state.
 *
 * @param rpcs In the order in which they are asked. One of another chain is refused.
 * @param block For example that of a bundle.
 * @param timeoutMs Milliseconds for one answer; 5,000 by default.
 */
export function openBlock(rpcs: readonly Rpc[], block: BlockReference, timeoutMs = DEFAULT_TIMEOUT_MS): PinnedChain {
  const endpoints = new Endpoints({
    rpcs,
    chainId: block.chainId,
    maxHeadAge: Infinity,
    timeoutMs,
    now: () => Date.now() / 1000,
  });
  return pinChain(endpoints, block);
}
