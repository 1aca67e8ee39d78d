import { encodeCall } from '../lib/governance/encodeCall.ts';
import type { CallArguments } from '../lib/governance/encodeCall.ts';
import { proposeDirectly, proposeThroughTimelock } from '../lib/governance/proposeCalls.ts';
import type { ProposalArguments } from '../lib/governance/proposalOptions.ts';
import { TaskError } from '../lib/TaskError.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface ProposeArguments extends WriteArguments, CallArguments, ProposalArguments {
  /** `timelock`, or empty. */
  readonly through: string;
}

/** Prepares a call of the wallet for its owners: checked by the ABI, tried, written to a file or proposed on the chain. */
export async function propose(context: TaskContext, args: ProposeArguments): Promise<TaskResult> {
  const { through } = args;
  if (through !== '' && through !== 'timelock') {
    throw new TaskError('bad-way', 'give timelock, or leave it out for a call of the wallet itself', {
      field: '--through',
      value: through,
    });
  }
  const call = await encodeCall(context, args);
  return through === 'timelock' ? proposeThroughTimelock(context, call, args) : proposeDirectly(context, call, args);
}

export default taskAction(propose);
