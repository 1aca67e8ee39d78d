import type { Provider, TransactionResponse } from 'ethers';

/**
 * Finds the transaction that took a nonce, which nodes don't offer: the block by its account's nonces, then the transaction in it.
 * Only as far back as the node knows the account's nonces, which a pruned node does for its latest 128 blocks.
 *
 * @returns undefined when no block has it, and neither has what the node shows of its pending block.
 */
export async function findTransaction(provider: Provider, sender: string, nonce: number): Promise<string | undefined> {
  const latest = await provider.getBlockNumber();
  if ((await provider.getTransactionCount(sender, latest)) <= nonce) return inBlock(provider, 'pending', sender, nonce);
  let [before, at] = await bracket(provider, sender, nonce, latest);
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if ((await provider.getTransactionCount(sender, middle)) > nonce) at = middle;
    else before = middle;
  }
  return inBlock(provider, at, sender, nonce);
}

/** Steps back, further each time, to a block before the transaction; no older state is asked for than needed. */
async function bracket(provider: Provider, sender: string, nonce: number, latest: number): Promise<[number, number]> {
  let at = latest;
  for (let step = 1; at - step >= 0; step *= 2) {
    const earlier = at - step;
    if ((await provider.getTransactionCount(sender, earlier)) <= nonce) return [earlier, at];
    at = earlier;
  }
  return [-1, at];
}

async function inBlock(
  provider: Provider,
  tag: number | 'pending',
  sender: string,
  nonce: number,
): Promise<string | undefined> {
  const block = await provider.getBlock(tag, true);
  const isIt = (one: TransactionResponse): boolean => one.from === sender && one.nonce === nonce;
  return block?.prefetchedTransactions.find(isIt)?.hash;
}
