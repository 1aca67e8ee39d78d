import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask } from '../lib/defineTask.ts';

export const verifyTask: TaskDefinition = readTask(
  ['deploy', 'verify'],
  'Publish the sources of every contract of the suite on Etherscan, Blockscout and Sourcify, which check them; what is verified already is left',
)
  .addOption({
    name: 'service',
    description: 'etherscan, blockscout, sourcify or all',
    defaultValue: 'all',
  })
  .setAction(() => import('./verifySuite.ts'))
  .build();
