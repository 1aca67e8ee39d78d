import { emptyTask } from 'hardhat/config';
import { ArgumentType } from 'hardhat/types/arguments';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask, writeTask } from '../lib/defineTask.ts';

export const taskTasks: TaskDefinition[] = [
  emptyTask(['sage', 'task'], 'Tasks that clients authorize agents to do, before they rate them').build(),
  writeTask(
    ['task', 'authorize'],
    'Authorize a task: commit, wait 30 s, reveal; run again, it goes on where it stopped',
  )
    .addPositionalArgument({ name: 'agent', description: 'DID (did:sage:…) or decimal id of the agent' })
    .addOption({
      name: 'task',
      description:
        'Id of the task, 32 bytes in hex; the one that was begun on this agent, else a random one by default',
      defaultValue: '',
    })
    .addOption({
      name: 'deadline',
      description:
        'Until when it can be rated, up to 30 days ahead: Unix seconds or UTC such as 2026-05-01T12:00:00Z; in a week by default',
      defaultValue: '',
    })
    .addOption({
      name: 'validator',
      description:
        "Whose answer makes the rating validated: an address, or `staked` for the suite's judges; nobody by default",
      defaultValue: '',
    })
    .addOption({
      name: 'minResponse',
      type: ArgumentType.INT,
      description: "The validator's response from which on it counts, 1 to 100; 0 without a validator",
      defaultValue: 0,
    })
    .setAction(() => import('./authorizeTask.ts'))
    .build(),
  readTask(['task', 'show'], 'Show a task: its terms, whether it is rated and validated')
    .addPositionalArgument({ name: 'task', description: 'Id of the task, 32 bytes in hex' })
    .addOption({
      name: 'client',
      description: "Address of the client that authorized it; the network's first account by default",
      defaultValue: '',
    })
    .setAction(() => import('./showTask.ts'))
    .build(),
];
