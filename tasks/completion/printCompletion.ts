import { describeCommands } from '../lib/describeCommands.ts';
import { TaskError } from '../lib/TaskError.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { CommonArguments, TaskResult } from '../lib/types.ts';
import { SHELLS } from './shells.ts';

export interface CompletionArguments extends CommonArguments {
  readonly shell: string;
}

/** The completion script of a shell, made from the definitions of the tasks as they are registered. */
export function printCompletion({ hre }: TaskContext, { shell }: CompletionArguments): Promise<TaskResult> {
  const render = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (render === undefined) {
    throw new TaskError('bad-shell', `give one of ${Object.keys(SHELLS).join(', ')}`, { field: 'shell', value: shell });
  }
  const root = describeCommands(hre.tasks.getTask('sage'));
  const script = render({ root, networks: Object.keys(hre.config.networks).sort() });
  return Promise.resolve({ data: { shell, script }, text: script.split('\n') });
}

export default taskAction(printCompletion);
