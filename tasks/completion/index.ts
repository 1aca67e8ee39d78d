import type { TaskDefinition } from 'hardhat/types/tasks';
import { plainTask } from '../lib/defineTask.ts';

export const completionTasks: TaskDefinition[] = [
  plainTask(['completion'], 'Print a script that completes sage in a shell: source <(npx hardhat sage completion bash)')
    .addPositionalArgument({ name: 'shell', description: 'bash, zsh or fish' })
    .setAction(() => import('./printCompletion.ts'))
    .build(),
];
