import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask } from '../lib/defineTask.ts';

export const roleTasks: TaskDefinition[] = [
  readTask(['roles'], 'Print who holds which right on every contract, as the chain says')
    .setAction(() => import('./showRoles.ts'))
    .build(),
];
