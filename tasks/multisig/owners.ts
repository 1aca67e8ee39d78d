import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

/** The wallet's owners, and how many of them must agree. */
export async function showOwners(context: TaskContext, _args: ReadArguments): Promise<TaskResult> {
  const multisig = await context.contract('multisig');
  const { provider } = await context.ethers();
  const address = await multisig.getAddress();
  const owners = [...(await multisig.getOwners())];
  const [threshold, ownersVersion, proposed] = await Promise.all([
    multisig.threshold(),
    multisig.ownersVersion(),
    multisig.getTransactionCount(),
  ]);
  const withCode: string[] = [];
  for (const owner of owners) if ((await provider.getCode(owner)) !== '0x') withCode.push(owner);
  return {
    data: { multisig: address, owners, withCode, threshold, ownersVersion, proposed },
    text: [
      `Wallet ${address}: ${threshold} of ${owners.length} owners must agree`,
      ...owners.map((owner) => `  ${owner}${withCode.includes(owner) ? ' (with code)' : ''}`),
      `${proposed} transactions proposed on the chain; owners have left ${ownersVersion} times`,
    ],
  };
}

export default taskAction(showOwners);
