import { formatEther } from 'ethers';
import { readAddress } from '../lib/readAddress.ts';
import { sentResult } from '../lib/sentResult.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface WithdrawArguments extends WriteArguments {
  /** Empty for the account itself. */
  readonly to: string;
}

/** Takes what is left of the account's stakes out of the registry. */
export async function withdraw(context: TaskContext, args: WithdrawArguments): Promise<TaskResult> {
  const account = (await context.signer()).address;
  const to = args.to === '' ? account : readAddress(args.to, '--to');
  const registry = await context.contract('teeKeyRegistry');
  const amount = await registry.owedTo(account);
  const transaction = await registry.withdraw.populateTransaction(to);
  const receipt = await context.send(transaction, `Pays ${formatEther(amount)} ETH of ${account} to ${to}.`);
  return sentResult(receipt, { account, to, amount }, [`Paid ${formatEther(amount)} ETH to ${to}`]);
}

export default taskAction(withdraw);
