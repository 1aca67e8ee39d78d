import type { Provider, TransactionResponse } from 'ethers';

/**
 * Finds the transaction that took a nonce, which nodes don't offer: the block by halving the range, then the transaction in it.
 * Only as far back as the node knows the account's nonces, which a pruned node does for its latest 128 blocks.
 *
 * @returns undefined when no block has it, and neither has what the node shows of its pending block.
 */
export async function findTransaction(provider: Provider, sender: string, nonce: number): Promise<string | undefined> {
  const latest = await provider.getBlockNumber();
  if ((await provider.getTransactionCount(sender, latest)) <= nonce) return inBlock(provider, 'pending', sender, nonce);
  let [before, at] = [-1, latest];
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if ((await provider.getTransactionCount(sender, middle)) > nonce) at = middle;
    else before = middle;
  }
  return inBlock(provider, at, sender, nonce);
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
