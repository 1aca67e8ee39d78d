import type { TaskDefinition } from 'hardhat/types/tasks';
import { writeTask } from '../lib/defineTask.ts';

export const pauseTasks: TaskDefinition[] = [
  writeTask(
    ['pause'],
    'As guardian, stop registrations or new staked requests at once; governance ends it by unpause()',
  )
    .addPositionalArgument({ name: 'part', description: 'sageRegistry or stakedValidation' })
    .setAction(() => import('./pausePart.ts'))
    .build(),
];
