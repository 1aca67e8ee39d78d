import { emptyTask } from 'hardhat/config';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask, writeTask } from '../lib/defineTask.ts';
import { withProposal, withTarget } from '../lib/governance/proposalOptions.ts';

const OPERATION = {
  name: 'operation',
  description: 'Id of the operation, or the execution file that schedules it',
} as const;

export const timelockTasks: TaskDefinition[] = [
  emptyTask(['sage', 'timelock'], 'Change the suite through the timelock: schedule, wait, execute').build(),
  withProposal(
    withTarget(
      writeTask(
        ['timelock', 'schedule'],
        'Prepare a call of the timelock for the owners to agree on; the same as multisig propose --through timelock',
      ),
    ),
  )
    .setAction(() => import('./schedule.ts'))
    .build(),
  readTask(['timelock', 'show'], 'Print what an operation does, whether it waits, and until when')
    .addPositionalArgument(OPERATION)
    .setAction(() => import('./show.ts'))
    .build(),
  writeTask(['timelock', 'execute'], 'Carry out an operation that has waited, from any account')
    .addPositionalArgument(OPERATION)
    .addFlag({ name: 'wait', description: 'Wait until it is ready, with progress' })
    .setAction(() => import('./execute.ts'))
    .build(),
  withProposal(writeTask(['timelock', 'cancel'], 'Prepare that an operation is taken back, for the owners to agree on'))
    .addPositionalArgument(OPERATION)
    .setAction(() => import('./cancel.ts'))
    .build(),
];
