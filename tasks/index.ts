import { emptyTask } from 'hardhat/config';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { addressTasks } from './addresses/index.ts';
import { deployTasks } from './deploy/index.ts';
import { doctorTasks } from './doctor/index.ts';
import { pauseTasks } from './pause/index.ts';
import { roleTasks } from './roles/index.ts';
import { completionTasks } from './completion/index.ts';
import { multisigTasks } from './multisig/index.ts';
import { teeTasks } from './tee/index.ts';
import { timelockTasks } from './timelock/index.ts';
import { verifyTasks } from './verify/index.ts';
import { agentTasks } from './agent/index.ts';
import { feedbackTasks } from './feedback/index.ts';
import { keyTasks } from './key/index.ts';
import { keysTasks } from './keys/index.ts';
import { taskTasks } from './task/index.ts';
import { validationTasks } from './validation/index.ts';
import { walletTasks } from './wallet/index.ts';

/** All tasks, each noun in a folder of its own. */
export const tasks: TaskDefinition[] = [
  emptyTask('sage', 'Deploy and operate SAGE: registries of AI agents, their keys, feedback and validations').build(),
  ...addressTasks,
  ...deployTasks,
  ...doctorTasks,
  ...pauseTasks,
  ...roleTasks,
  ...completionTasks,
  ...multisigTasks,
  ...teeTasks,
  ...timelockTasks,
  ...verifyTasks,
  ...agentTasks,
  ...feedbackTasks,
  ...keyTasks,
  ...keysTasks,
  ...taskTasks,
  ...validationTasks,
  ...walletTasks,
];
