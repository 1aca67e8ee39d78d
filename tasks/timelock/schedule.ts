import { propose } from '../multisig/propose.ts';
import type { ProposeArguments } from '../multisig/propose.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult } from '../lib/types.ts';

/** `sage multisig propose --through timelock`: only the wallet can schedule. */
export function schedule(context: TaskContext, args: Omit<ProposeArguments, 'through'>): Promise<TaskResult> {
  return propose(context, { ...args, through: 'timelock' });
}

export default taskAction(schedule);
