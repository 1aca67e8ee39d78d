import { formatEther } from 'ethers';
import { prepareWithdraw } from '../../sdk/typescript/src/client/index.ts';
import type { Address } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readAddress } from '../lib/readAddress.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface WithdrawArguments extends WriteArguments {
  /** Empty for the sender itself. */
  readonly to: string;
}

/** Takes what the staked judges owe the sender: stakes, rewards, returned deposits. */
export async function withdrawOwed(context: TaskContext, args: WithdrawArguments): Promise<TaskResult> {
  const given = args.to === '' ? undefined : readAddress(args.to, '--to');
  const { address: account } = await context.signer();
  const to = given ?? (account as Address);
  const amount = await (await context.contract('stakedValidation')).owedTo(account);
  if (amount === 0n) {
    throw new TaskError('nothing-owed', 'nothing is owed to this account; rounds pay when they are finalized', {
      field: '--from',
      value: account,
      exitCode: EXIT.refused,
    });
  }
  const contract = (await context.addressOf('stakedValidation')) as Address;
  const receipt = await context.send(prepareWithdraw(contract, to), `Takes ${formatEther(amount)} ETH out to ${to}.`);
  return sentResult(receipt, { account, to, amount }, [`${formatEther(amount)} ETH went to ${to}.`]);
}

export default taskAction(withdrawOwed);
