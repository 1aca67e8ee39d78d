import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask } from '../lib/defineTask.ts';

export const doctorTasks: TaskDefinition[] = [
  readTask(['doctor'], 'Compare the suite on the chain with its address book and the sources, and say what differs')
    .addFlag({ name: 'all', description: 'Also print what is as it should be' })
    .addFlag({
      name: 'noCompile',
      description: 'Compare with what was built last; the contracts are built first when left out',
    })
    .setAction(() => import('./doctor.ts'))
    .build(),
];
