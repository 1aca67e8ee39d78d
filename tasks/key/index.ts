import { emptyTask } from 'hardhat/config';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask, writeTask } from '../lib/defineTask.ts';

const AGENT = { name: 'agent', description: 'DID (did:sage:…) or decimal id of the agent' } as const;
const KEY = 'Id of the key (0x and 64 hex digits) or name of its key file';
const NEW_KEY = { name: 'key', description: 'Name of the key file of the key that comes', defaultValue: '' } as const;
const ATTESTER = {
  name: 'attester',
  description: 'Name of the key file of a signing key of the agent that attests an X25519 key',
  defaultValue: '',
} as const;

export const keyTasks: TaskDefinition[] = [
  emptyTask(['sage', 'key'], "An agent's keys on the chain: add, rotate, revoke, list, judge a moment").build(),
  writeTask(['key', 'add'], 'Give an agent a further key, which proves itself')
    .addPositionalArgument(AGENT)
    .addOption(NEW_KEY)
    .addOption(ATTESTER)
    .setAction(() => import('./addKey.ts'))
    .build(),
  writeTask(['key', 'rotate'], 'Revoke one key of an agent and add another, in one transaction')
    .addPositionalArgument(AGENT)
    .addOption({ name: 'old', description: `${KEY}: the key that goes`, defaultValue: '' })
    .addOption(NEW_KEY)
    .addOption(ATTESTER)
    .setAction(() => import('./rotateKey.ts'))
    .build(),
  writeTask(['key', 'revoke'], 'Revoke a key of an agent for ever; the key itself is not needed')
    .addPositionalArgument(AGENT)
    .addOption({ name: 'key', description: KEY, defaultValue: '' })
    .addOption({
      name: 'compromised',
      description:
        'Since when all its signatures are void, also for the past: Unix seconds or 2026-05-01T12:00:00Z; never when left out',
      defaultValue: '',
    })
    .setAction(() => import('./revokeKey.ts'))
    .build(),
  readTask(['key', 'list'], 'List all keys that an agent ever had')
    .addPositionalArgument(AGENT)
    .setAction(() => import('./listAgentKeys.ts'))
    .build(),
  readTask(['key', 'at'], 'Tell whether a key could speak for an agent at a moment; exit code 1 if not')
    .addPositionalArgument(AGENT)
    .addOption({ name: 'key', description: KEY, defaultValue: '' })
    .addOption({
      name: 'time',
      description: 'Unix seconds or 2026-05-01T12:00:00Z; the latest block when left out',
      defaultValue: '',
    })
    .setAction(() => import('./judgeKeyAt.ts'))
    .build(),
];
