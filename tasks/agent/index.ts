import { emptyTask } from 'hardhat/config';
import type { NewTaskDefinitionBuilder, TaskDefinition } from 'hardhat/types/tasks';
import { GATEWAY, HEAD_AGE, LOCAL } from '../lib/readerOptions.ts';
import { readTask, writeTask } from '../lib/defineTask.ts';
import type { WriteArguments } from '../lib/types.ts';
import type { RegisterArguments } from './register/run.ts';

const AGENT = { name: 'agent', description: 'DID (did:sage:…) or decimal id of the agent' } as const;
const SOURCE = {
  name: 'source',
  description: 'Registration file: path, or https, data or ipfs URI',
} as const;
const LATER_SOURCE = {
  name: 'source',
  description: 'Registration file: path, or https or data URI; left out with --resume',
  defaultValue: '',
} as const;
const DID = {
  name: 'did',
  description: 'End of the DID, 1 to 64 characters of a-z 0-9 . _ -, or the whole DID',
  defaultValue: '',
} as const;
const KEYS = {
  name: 'key',
  description: 'Names of the key files, 1 to 10, separated by commas; see `sage keys list`',
  defaultValue: '',
} as const;
const ATTESTER = {
  name: 'attester',
  description: 'Name of the key file of the signing key that attests X25519 keys; the first in --key when left out',
  defaultValue: '',
} as const;
const URI = {
  name: 'uri',
  description: 'https URI under which the file will be served, or none; on the chain itself when left out',
  defaultValue: '',
} as const;
const OUT = {
  name: 'out',
  description: 'Write the completed file there, which names the agent',
  defaultValue: '',
} as const;
const FRESH = { name: 'fresh', description: 'Give up what an earlier run began for this DID, and begin anew' } as const;
const RESUME = {
  name: 'resume',
  description: 'Go on with what an earlier run began; --did names it where there are several',
} as const;

/** A whole registration and the first half of one take the same. */
function registrationTask(verb: string, description: string): NewTaskDefinitionBuilder<RegisterArguments> {
  const builder: NewTaskDefinitionBuilder<WriteArguments> = writeTask(['agent', verb], description);
  return builder
    .addPositionalArgument(LATER_SOURCE)
    .addOption(DID)
    .addOption(KEYS)
    .addOption(ATTESTER)
    .addOption(URI)
    .addOption(OUT)
    .addOption(GATEWAY)
    .addFlag(LOCAL)
    .addFlag(RESUME)
    .addFlag(FRESH);
}

export const agentTasks: TaskDefinition[] = [
  emptyTask(
    ['sage', 'agent'],
    'Agents: register, bind, show, resolve, update, transfer, claim, take out of service',
  ).build(),
  registrationTask(
    'register',
    'Register an agent with DID and keys: commit, wait a minute, reveal; can be stopped and run again',
  )
    .setAction(() => import('./registerAgent.ts'))
    .build(),
  registrationTask('commit', 'Do the first half of a registration only; `sage agent register --resume` does the rest')
    .setAction(() => import('./commitAgent.ts'))
    .build(),
  writeTask(
    ['agent', 'bind'],
    'Give DID and keys to an agent of the identity registry that has none: commit, wait, reveal',
  )
    .addPositionalArgument(AGENT)
    .addOption(DID)
    .addOption(KEYS)
    .addOption(ATTESTER)
    .addFlag(FRESH)
    .setAction(() => import('./bindAgent.ts'))
    .build(),
  readTask(
    ['agent', 'show'],
    'Show what the registries hold of an agent: DID, owner, wallet, keys, reputation, validations',
  )
    .addPositionalArgument(AGENT)
    .addFlag({ name: 'file', description: 'Also fetch the registration file and judge it' })
    .addOption(GATEWAY)
    .addFlag(LOCAL)
    .setAction(() => import('./showAgent.ts'))
    .build(),
  readTask(['agent', 'resolve'], 'Resolve a DID to its document')
    .addPositionalArgument({ name: 'agent', description: 'DID or DID URL (did:sage:…), or decimal id of the agent' })
    .addOption({
      name: 'at',
      description: 'The keys of that moment: Unix seconds or 2026-05-01T12:00:00Z; now when left out',
      defaultValue: '',
    })
    .addOption({ name: 'format', description: 'Multikey or JsonWebKey', defaultValue: 'Multikey' })
    .addOption({ name: 'finality', description: 'Block to read: latest, safe or finalized', defaultValue: 'latest' })
    .addOption(HEAD_AGE)
    .addOption(GATEWAY)
    .addFlag(LOCAL)
    .setAction(() => import('./resolveAgent.ts'))
    .build(),
  writeTask(['agent', 'update'], "Replace an agent's registration file, after checking that it names the agent")
    .addPositionalArgument(AGENT)
    .addPositionalArgument(SOURCE)
    .addFlag({
      name: 'pin',
      description: 'Also commit to the hash of the file: a file that is changed later is refused then',
    })
    .addOption(GATEWAY)
    .addFlag(LOCAL)
    .setAction(() => import('./updateAgent.ts'))
    .build(),
  writeTask(['agent', 'metadata'], 'Read a metadata entry of an agent, or set it when a value is given')
    .addPositionalArgument(AGENT)
    .addPositionalArgument({ name: 'entry', description: 'Name of the entry' })
    .addOption({ name: 'text', description: 'Value as text, kept as UTF-8', defaultValue: '' })
    .addOption({
      name: 'hex',
      description: 'Value as 0x and hex digits, at most 8,192 bytes; 0x removes it',
      defaultValue: '',
    })
    .setAction(() => import('./agentMetadata.ts'))
    .build(),
  readTask(
    ['agent', 'card'],
    "Check an A2A agent card against the agent's keys on the chain, or sign one; exit code 1 if it is not theirs",
  )
    .addPositionalArgument(AGENT)
    .addOption({
      name: 'card',
      description: 'Agent card: path or https URI; the A2A service of the registration file when left out',
      defaultValue: '',
    })
    .addOption({
      name: 'sign',
      description: 'Name of the key file that signs the card; nothing is checked then',
      defaultValue: '',
    })
    .addOption({
      name: 'out',
      description: 'Write the signed card there; it is printed when left out',
      defaultValue: '',
    })
    .addOption(HEAD_AGE)
    .addOption(GATEWAY)
    .addFlag(LOCAL)
    .setAction(() => import('./agentCard.ts'))
    .build(),
  writeTask(['agent', 'transfer'], 'Transfer an agent to another owner for ever; its keys end at once')
    .addPositionalArgument(AGENT)
    .addOption({ name: 'to', description: 'Address of the new owner', defaultValue: '' })
    .setAction(() => import('./transferAgent.ts'))
    .build(),
  writeTask(['agent', 'claim'], 'Take over an agent that was transferred, with keys of your own')
    .addPositionalArgument(AGENT)
    .addOption(KEYS)
    .addOption(ATTESTER)
    .setAction(() => import('./claimAgent.ts'))
    .build(),
  writeTask(['agent', 'deactivate'], 'Take an agent out of service: no key is in force until it is reactivated')
    .addPositionalArgument(AGENT)
    .setAction(() => import('./deactivateAgent.ts'))
    .build(),
  writeTask(['agent', 'reactivate'], 'Put an agent back into service, with the keys that it has')
    .addPositionalArgument(AGENT)
    .setAction(() => import('./reactivateAgent.ts'))
    .build(),
];
