import { emptyTask } from 'hardhat/config';
import { ArgumentType } from 'hardhat/types/arguments';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask, writeTask } from '../lib/defineTask.ts';

const AGENT = { name: 'agent', description: 'DID (did:sage:…) or decimal id of the agent' } as const;
const TAG1 = {
  name: 'tag1',
  description: 'What is rated, such as starred, up to 256 bytes; none by default',
  defaultValue: '',
} as const;
const TAG2 = {
  name: 'tag2',
  description: 'A refinement, such as week, up to 256 bytes; none by default',
  defaultValue: '',
} as const;
const ENDPOINT = {
  name: 'endpoint',
  description: 'The endpoint that was used; none by default',
  defaultValue: '',
} as const;
const URI = { name: 'uri', description: 'URI of the details; none by default', defaultValue: '' } as const;
const HASH = {
  name: 'hash',
  description: 'keccak256 of what is at the URI, 32 bytes in hex; zero by default',
  defaultValue: '',
} as const;
const FILE = {
  name: 'file',
  type: ArgumentType.FILE,
  description: 'Local copy of what is at the URI, instead of --hash: its keccak256 is taken',
  defaultValue: '',
} as const;
const TASK = {
  name: 'task',
  description: 'Id of a task that the client authorized (32 bytes in hex): the rating is of that task; none by default',
  defaultValue: '',
} as const;
const VALUE = 'The rating: a decimal number with at most 18 digits after the point, within ±1e38';
const INDEX = 'Index of the feedback, from 1 on for each client';

export const feedbackTasks: TaskDefinition[] = [
  emptyTask(['sage', 'feedback'], 'Feedback about agents: give, revoke, answer, sign for others to send, read').build(),
  writeTask(['feedback', 'give'], 'Rate an agent, or the result of a task of it')
    .addPositionalArgument(AGENT)
    .addOption({ name: 'value', description: VALUE, defaultValue: '' })
    .addOption(TAG1)
    .addOption(TAG2)
    .addOption(ENDPOINT)
    .addOption(URI)
    .addOption(HASH)
    .addOption(FILE)
    .addOption(TASK)
    .setAction(() => import('./giveFeedback.ts'))
    .build(),
  writeTask(['feedback', 'revoke'], "Take the account's own feedback out of every summary, for ever")
    .addPositionalArgument(AGENT)
    .addPositionalArgument({ name: 'index', type: ArgumentType.BIGINT, description: INDEX })
    .setAction(() => import('./revokeFeedback.ts'))
    .build(),
  writeTask(['feedback', 'respond'], 'Answer a feedback; anybody can, any number of times')
    .addPositionalArgument(AGENT)
    .addOption({ name: 'client', description: 'Address of the client that gave the feedback', defaultValue: '' })
    .addOption({ name: 'index', type: ArgumentType.BIGINT, description: INDEX, defaultValue: 0n })
    .addOption({ ...URI, description: 'URI of the answer' })
    .addOption(HASH)
    .addOption(FILE)
    .setAction(() => import('./respondToFeedback.ts'))
    .build(),
  readTask(['feedback', 'list'], 'List the feedback for an agent, revoked entries included, page by page')
    .addPositionalArgument(AGENT)
    .addOption({
      name: 'client',
      description: 'Address: only the feedback of this client; all by default',
      defaultValue: '',
    })
    .addOption({
      name: 'after',
      description: 'Where to go on: `next` of the page before; from the start by default',
      defaultValue: '',
    })
    .addOption({
      name: 'limit',
      type: ArgumentType.INT,
      description: 'Most entries on the page, 1 to 100',
      defaultValue: 20,
    })
    .setAction(() => import('./listFeedback.ts'))
    .build(),
  readTask(['feedback', 'summary'], 'Sum up the feedback for an agent by class: validated, task-backed, open')
    .addPositionalArgument(AGENT)
    .addOption({ name: 'tag1', description: 'Only feedback with this tag1; all by default', defaultValue: '' })
    .addOption({
      name: 'clients',
      description: 'Addresses separated by commas, whose open feedback is summed up; nobody by default',
      defaultValue: '',
    })
    .setAction(() => import('./summarizeFeedback.ts'))
    .build(),
  readTask(['feedback', 'sign'], 'Sign a feedback, or the revocation of one, for anybody to send; costs nothing')
    .addPositionalArgument(AGENT)
    .addOption({ name: 'value', description: `${VALUE}; left out with --revoke`, defaultValue: '' })
    .addOption(TAG1)
    .addOption(TAG2)
    .addOption(ENDPOINT)
    .addOption(URI)
    .addOption(HASH)
    .addOption(FILE)
    .addOption(TASK)
    .addOption({
      name: 'revoke',
      type: ArgumentType.BIGINT,
      description: "Index of the client's feedback to revoke, from 1 on, instead of rating; 0 for none",
      defaultValue: 0n,
    })
    .addOption({
      name: 'deadline',
      description:
        'Until when it can be sent: Unix seconds or UTC such as 2026-05-01T12:00:00Z; a day from now by default',
      defaultValue: '',
    })
    .addOption({
      name: 'from',
      description: "Address of the account that signs; the network's first by default",
      defaultValue: '',
    })
    .addOption({
      name: 'key',
      description: 'Name of a secp256k1 key file that signs instead of an account; none by default',
      defaultValue: '',
    })
    .addOption({
      name: 'out',
      type: ArgumentType.FILE,
      description: 'File to write, which must not be there yet; stdout by default',
      defaultValue: '',
    })
    .setAction(() => import('./signFeedback.ts'))
    .build(),
  writeTask(['feedback', 'submit'], 'Send a signed feedback or revocation for its client, and pay the gas')
    .addPositionalArgument({
      name: 'file',
      type: ArgumentType.FILE,
      description: 'File that `sage feedback sign` wrote',
    })
    .setAction(() => import('./submitFeedback.ts'))
    .build(),
  writeTask(['feedback', 'cancel'], 'Make a signed feedback or revocation void; for the account that signed it')
    .addPositionalArgument({
      name: 'file',
      type: ArgumentType.FILE,
      description: 'File that `sage feedback sign` wrote',
    })
    .setAction(() => import('./cancelFeedback.ts'))
    .build(),
];
