import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult } from '../lib/types.ts';
import { runRegistration } from './register/run.ts';
import type { RegisterArguments } from './register/run.ts';

/** Commits to an agent: the first half of its registration. */
export async function commitAgent(context: TaskContext, args: RegisterArguments): Promise<TaskResult> {
  return runRegistration(context, args, 'commitment');
}

export default taskAction(commitAgent);
