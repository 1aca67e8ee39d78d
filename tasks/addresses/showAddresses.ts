import type { TaskContext } from '../lib/TaskContext.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

/** The suite's addresses by the address book of the chain. The chain is asked for its id only: `sage doctor` compares. */
export async function showAddresses(context: TaskContext, _args: ReadArguments): Promise<TaskResult> {
  const { chainId, network, commit, contracts } = await context.book();
  const entries = Object.entries(contracts);
  const rows = entries.map(([part, { contract, address }]) => [part, contract, address]);
  return {
    data: {
      chainId,
      network,
      commit,
      contracts: Object.fromEntries(entries.map(([part, { address }]) => [part, address])),
    },
    text: [
      `Suite "${network}" on chain ${chainId}, commit ${commit}`,
      ...tableLines(['part', 'contract', 'address'], rows, ['left', 'left', 'left']),
    ],
  };
}

export default taskAction(showAddresses);
