import { createChainReader } from '../../sdk/typescript/src/index.ts';
import type { ChainReader } from '../../sdk/typescript/src/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from './TaskContext.ts';
import { toRpc } from './pinLatest.ts';
import { TaskError } from './TaskError.ts';

/**
 * The library's reader over the network of a task.
 *
 * @param maxHeadAge Seconds that the newest block may be old, at least 1; 120 when left out.
 * @throws {TaskError} `bad-max-head-age`
 */
export async function openReader(context: TaskContext, maxHeadAge = 120): Promise<ChainReader> {
  if (maxHeadAge < 1) {
    throw new TaskError('bad-max-head-age', 'give at least 1 second', { field: '--max-head-age', value: maxHeadAge });
  }
  const { contracts } = await context.book();
  const { sageRegistry } = contracts;
  const addressOf = (part: keyof typeof contracts): Hex | undefined => contracts[part]?.address as Hex | undefined;
  return createChainReader({
    chainId: Number(await context.chainId()),
    rpcs: [await toRpc(context)],
    contracts: {
      sageRegistry: (await context.addressOf('sageRegistry')) as Hex,
      identityRegistry: addressOf('identityRegistry'),
      reputationRegistry: addressOf('reputationRegistry'),
      validationRegistry: addressOf('validationRegistry'),
      teeKeyRegistry: addressOf('teeKeyRegistry'),
    },
    logsFrom: sageRegistry !== undefined && 'block' in sageRegistry ? sageRegistry.block : 0,
    maxHeadAge,
  });
}
