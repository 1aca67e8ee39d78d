import { emptyTask } from 'hardhat/config';
import { ArgumentType } from 'hardhat/types/arguments';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask, writeTask } from '../lib/defineTask.ts';

const REQUEST = { name: 'request', description: 'Hash of the request, 32 bytes in hex' } as const;
const WAIT = 'Wait until the commits are closed and reveal then, with progress';

export const validationTasks: TaskDefinition[] = [
  emptyTask(['sage', 'validation'], 'Validations: ask validators, stake on verdicts, settle').build(),
  writeTask(['validation', 'request'], "Ask a validator about an agent's work; for the agent's side")
    .addPositionalArgument({ name: 'agent', description: 'DID (did:sage:…) or decimal id of the agent' })
    .addOption({
      name: 'validator',
      description: "Who shall answer: an address, or `staked` for the suite's judges",
      defaultValue: 'staked',
    })
    .addOption({ name: 'uri', description: 'URI of what is to be checked; none by default', defaultValue: '' })
    .addOption({
      name: 'hash',
      description: 'keccak256 of what is to be checked, or any other 32 bytes in hex that name it',
      defaultValue: '',
    })
    .addOption({
      name: 'file',
      type: ArgumentType.FILE,
      description: 'Local copy of what is to be checked, instead of --hash: its keccak256 is taken',
      defaultValue: '',
    })
    .addOption({
      name: 'task',
      description: 'Id of the task whose result is to be checked (32 bytes in hex), instead of --hash',
      defaultValue: '',
    })
    .addOption({ name: 'client', description: 'Address of the client of --task', defaultValue: '' })
    .addOption({
      name: 'requester',
      description: "Address that may open the request to the staked judges besides the agent's side; nobody by default",
      defaultValue: '',
    })
    .setAction(() => import('./requestValidation.ts'))
    .build(),
  writeTask(['validation', 'open'], 'Open a request to the staked judges, or its next round, with a deposit')
    .addPositionalArgument(REQUEST)
    .addOption({ name: 'mode', description: 'Who answers: stake, tee or hybrid', defaultValue: 'stake' })
    .addOption({
      name: 'deposit',
      description: 'ETH; comes back, less the reward if the request is decided. The least of the rules by default',
      defaultValue: '',
    })
    .addOption({
      name: 'commitPeriod',
      type: ArgumentType.INT,
      description: 'Seconds for commits, or for the answer in mode tee: 3600 to 2592000',
      defaultValue: 86_400,
    })
    .addOption({
      name: 'minValidators',
      type: ArgumentType.INT,
      description: 'Least number of revealed verdicts, up to 100; 0 for the least of the rules',
      defaultValue: 0,
    })
    .addOption({
      name: 'measurement',
      description: 'The code that must hold the TEE key, 32 bytes in hex; any trusted key by default',
      defaultValue: '',
    })
    .setAction(() => import('./openRequest.ts'))
    .build(),
  writeTask(['validation', 'commit'], 'Stake on a verdict, which is kept encrypted until it is revealed')
    .addPositionalArgument(REQUEST)
    .addOption({
      name: 'response',
      type: ArgumentType.INT,
      description: 'The verdict, 0 (failed) to 100 (passed); the one that was kept when left out',
      defaultValue: -1,
    })
    .addFlag({ name: 'wait', description: WAIT })
    .addFlag({ name: 'discard', description: 'Replace a verdict that was kept but never came to the chain' })
    .setAction(() => import('./commitVerdict.ts'))
    .build(),
  writeTask(['validation', 'reveal'], 'Reveal the verdict that was kept by `sage validation commit`')
    .addPositionalArgument(REQUEST)
    .addFlag({ name: 'wait', description: WAIT })
    .setAction(() => import('./revealVerdict.ts'))
    .build(),
  writeTask(['validation', 'finalize'], 'End a round of a request to the staked judges; anybody can')
    .addPositionalArgument(REQUEST)
    .addFlag({
      name: 'markTask',
      description: 'Then have the rating of the task behind it validated, where the policy wants so',
    })
    .addOption({
      name: 'task',
      description: 'Id of that task, 32 bytes in hex; looked for in the log by default',
      defaultValue: '',
    })
    .addOption({ name: 'client', description: 'Address of the client of --task', defaultValue: '' })
    .setAction(() => import('./finalizeRequest.ts'))
    .build(),
  writeTask(['validation', 'withdraw'], 'Take what the staked judges owe the account: stakes, rewards, deposits')
    .addOption({
      name: 'to',
      description: 'Address that gets the ETH; the account itself by default',
      defaultValue: '',
    })
    .setAction(() => import('./withdrawOwed.ts'))
    .build(),
  readTask(['validation', 'show'], 'Show a request: its answer, its round, and who can do what until when')
    .addPositionalArgument(REQUEST)
    .setAction(() => import('./showRequest.ts'))
    .build(),
  readTask(['validation', 'list'], 'List the requests of an agent or to a validator, oldest first, page by page')
    .addOption({ name: 'agent', description: 'DID (did:sage:…) or decimal id of the agent', defaultValue: '' })
    .addOption({
      name: 'validator',
      description: "Address of the validator, or `staked` for the suite's judges",
      defaultValue: '',
    })
    .addOption({
      name: 'offset',
      type: ArgumentType.INT,
      description: 'How many requests to leave out from the oldest on',
      defaultValue: 0,
    })
    .addOption({
      name: 'limit',
      type: ArgumentType.INT,
      description: 'Most requests on the page, 1 to 100',
      defaultValue: 20,
    })
    .setAction(() => import('./listRequests.ts'))
    .build(),
];
