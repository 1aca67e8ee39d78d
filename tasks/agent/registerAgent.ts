import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult } from '../lib/types.ts';
import { runRegistration } from './register/run.ts';
import type { RegisterArguments } from './register/run.ts';

/** Registers an agent: commitment, a minute, reveal, registration file. */
export async function registerAgent(context: TaskContext, args: RegisterArguments): Promise<TaskResult> {
  return runRegistration(context, args, 'end');
}

export default taskAction(registerAgent);
