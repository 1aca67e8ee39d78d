import { emptyTask } from 'hardhat/config';
import type { NewTaskDefinitionBuilder, TaskDefinition } from 'hardhat/types/tasks';
import { readTask, writeTask } from '../lib/defineTask.ts';
import type { ReadArguments } from '../lib/types.ts';
import type { ChosenSuite } from './types.ts';
import { verifyTask } from './verifyTask.ts';

/** Adds what decides about the suite that is deployed. */
function withSuite<Arguments extends ReadArguments>(
  builder: NewTaskDefinitionBuilder<Arguments>,
): NewTaskDefinitionBuilder<Arguments & ChosenSuite> {
  return builder
    .addFlag({
      name: 'publicRegistries',
      description:
        "Stand on the public ERC-8004 identity and reputation registries of the chain's class instead of own ones",
    })
    .addOption({
      name: 'identityRegistry',
      description: 'Address of an ERC-8004 identity registry to stand on; an own one is deployed when left out',
      defaultValue: '',
    })
    .addOption({
      name: 'reputationRegistry',
      description:
        'Address of an ERC-8004 reputation registry to stand on, of that identity registry; an own one is deployed when left out',
      defaultValue: '',
    })
    .addOption({
      name: 'strategy',
      description:
        'How contracts come to their addresses: create2 (by the salt, through the CreateX factory), basic (by the nonce), or auto: create2 where the factory stands',
      defaultValue: 'auto',
    })
    .addOption({
      name: 'salt',
      description: 'Text of the salt for create2; the version of this package when left out',
      defaultValue: '',
    })
    .addFlag({
      name: 'noCompile',
      description: 'Deploy what was built last; the contracts are built first when left out',
    });
}

export const deployTasks: TaskDefinition[] = [
  emptyTask(['sage', 'deploy'], 'Deploy the suite: rehearse, run and resume, look how far it is').build(),
  withSuite(
    readTask(
      ['deploy', 'plan'],
      'Try the deployment on a copy of the chain: every transaction with gas, cost and address',
    ),
  )
    .addOption({
      name: 'from',
      description:
        "Address of the account that would send, whose key isn't needed; the network's first account when left out",
      defaultValue: '',
    })
    .setAction(() => import('./planDeployment.ts'))
    .build(),
  withSuite(
    writeTask(
      ['deploy', 'run'],
      'Deploy the suite, or what is missing of it; proves its governance and writes the address book',
    ),
  )
    .setAction(() => import('./runDeployment.ts'))
    .build(),
  readTask(['deploy', 'status'], 'Print what stands of the suite, what is missing, and the state of the journal')
    .setAction(() => import('./showStatus.ts'))
    .build(),
  verifyTask,
];
