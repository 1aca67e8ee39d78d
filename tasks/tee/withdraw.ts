import { formatEther, getAddress, isAddress } from 'ethers';
import { TaskError } from '../lib/TaskError.ts';
import { toSent } from '../lib/TaskContext.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface WithdrawArguments extends WriteArguments {
  /** Empty for the account itself. */
  readonly to: string;
}

/** Takes what is left of the account's stakes out of the registry. */
export async function withdraw(context: TaskContext, args: WithdrawArguments): Promise<TaskResult> {
  if (args.to !== '' && !isAddress(args.to)) {
    throw new TaskError('bad-address', 'give 0x and 40 hex digits', { field: '--to', value: args.to });
  }
  const account = (await context.signer()).address;
  const to = args.to === '' ? account : getAddress(args.to);
  const registry = await context.contract('teeKeyRegistry');
  const amount = await registry.owedTo(account);
  const transaction = await registry.withdraw.populateTransaction(to);
  const receipt = await context.send(transaction, `Pays ${formatEther(amount)} ETH of ${account} to ${to}.`);
  if (receipt === undefined) return { data: { account, to, amount, dryRun: true }, text: [] };
  return { data: { account, to, amount, ...toSent(receipt) }, text: [`Paid ${formatEther(amount)} ETH to ${to}`] };
}

export default taskAction(withdraw);
