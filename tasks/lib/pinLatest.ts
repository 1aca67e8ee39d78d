import { fromEthersProvider, openBlock } from '../../sdk/typescript/src/chain/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { PinnedChain, Rpc } from '../../sdk/typescript/src/chain/index.ts';
import type { TaskContext } from './TaskContext.ts';
import { TaskError } from './TaskError.ts';
import { EXIT } from './types.ts';

/** The network of `--network` as an endpoint of the sdk. */
export async function toRpc(context: TaskContext): Promise<Rpc> {
  const { provider } = await context.ethers();
  return fromEthersProvider(provider);
}

/** The chain at its latest block, for questions of the sdk's. A revert is an answer there, and no error. */
export async function pinLatest(context: TaskContext): Promise<PinnedChain> {
  const { provider } = await context.ethers();
  const block = await provider.getBlock('latest');
  if (!block?.hash) {
    throw new TaskError('no-block', 'the chain has no latest block; try again', { exitCode: EXIT.unknown });
  }
  const { number, hash, timestamp } = block;
  const chainId = Number(await context.chainId());
  return openBlock([await toRpc(context)], { chainId, number, hash: hash as Hex, timestamp, finality: 'latest' });
}
