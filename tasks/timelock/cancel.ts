import { cancelCall } from '../../scripts/governance/operation.ts';
import { findOperation } from '../lib/governance/findOperation.ts';
import { proposeDirectly } from '../lib/governance/proposeCalls.ts';
import type { ProposalArguments } from '../lib/governance/proposalOptions.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface CancelArguments extends WriteArguments, ProposalArguments {
  /** Id of an operation, or path of the execution file that schedules it. */
  readonly operation: string;
}

/** Proposes to the wallet's owners that an operation is taken back. */
export async function cancel(context: TaskContext, args: CancelArguments): Promise<TaskResult> {
  const operation = await findOperation(context, args.operation);
  return proposeDirectly(context, await cancelCall(await context.contract('timelock'), operation), args);
}

export default taskAction(cancel);
