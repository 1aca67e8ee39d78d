import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask } from '../lib/defineTask.ts';

export const addressTasks: TaskDefinition[] = [
  readTask(['addresses'], 'Print where the contracts of the suite are')
    .setAction(() => import('./showAddresses.ts'))
    .build(),
];
