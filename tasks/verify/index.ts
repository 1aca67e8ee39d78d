import { emptyTask } from 'hardhat/config';
import type { NewTaskDefinitionBuilder, TaskDefinition } from 'hardhat/types/tasks';
import { GATEWAY, HEAD_AGE, LOCAL } from '../lib/readerOptions.ts';
import { readTask } from '../lib/defineTask.ts';
import type { ReadArguments } from '../lib/types.ts';
import type { VerdictArguments } from './openVerifier.ts';

/** Adds the options of all verdicts. */
function verdictTask(verb: string, description: string): NewTaskDefinitionBuilder<VerdictArguments> {
  const builder: NewTaskDefinitionBuilder<ReadArguments> = readTask(['verify', verb], description);
  return builder
    .addOption({
      name: 'policy',
      description: 'JSON file of what is asked, see docs/verdicts.md; registration, service and owner when left out',
      defaultValue: '',
    })
    .addOption({
      name: 'finality',
      description: 'How sure the block must be: latest, safe or finalized',
      defaultValue: 'latest',
    })
    .addOption({ name: 'bundle', description: 'File to write the evidence of the verdict to', defaultValue: '' })
    .addOption(GATEWAY)
    .addFlag(LOCAL)
    .addOption(HEAD_AGE);
}

export const verifyTasks: TaskDefinition[] = [
  emptyTask(['sage', 'verify'], 'Judge agents, requests and evidence; exit code 0 valid, 1 invalid, 3 unknown').build(),
  verdictTask('agent', 'Judge whether an agent may be trusted')
    .addPositionalArgument({ name: 'agent', description: 'DID (did:sage:…) or decimal id of the agent' })
    .setAction(() => import('./agent.ts'))
    .build(),
  verdictTask('request', 'Judge whether a signed HTTP request may be trusted; remembers no nonce')
    .addPositionalArgument({
      name: 'request',
      description: 'File of the bytes of an HTTP/1.1 request, or of JSON {method, url, headers, body or bodyBase64}',
    })
    .addOption({
      name: 'scheme',
      description: 'How the client reached the service: https or http',
      defaultValue: 'https',
    })
    .addOption({
      name: 'at',
      description: 'Moment to judge at, Unix seconds or UTC such as 2026-06-01T12:00:00Z; now when left out',
      defaultValue: '',
    })
    .setAction(() => import('./request.ts'))
    .build(),
  readTask(
    ['verify', 'bundle'],
    'Judge an evidence bundle again; exit code 0 says that it holds up, whatever its verdict',
  )
    .addPositionalArgument({ name: 'file', description: 'File that --bundle wrote' })
    .addFlag({
      name: 'against',
      description: 'Ask the network for the block and every answer of the chain; needs state of that block',
    })
    .addOption({
      name: 'maxBlockAge',
      description:
        'Seconds that the block may be older than the moment judged; for latest, safe and finalized 162, 930 and 1314 when left out',
      defaultValue: '',
    })
    .setAction(() => import('./bundle.ts'))
    .build(),
];
