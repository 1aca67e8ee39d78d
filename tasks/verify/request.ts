import { verifyRequest } from '../../sdk/typescript/src/index.ts';
import { createNodeVerificationKey } from '../../sdk/typescript/src/http/node/index.ts';
import { readBytes } from '../lib/files.ts';
import { readMoment } from '../lib/readMoment.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult } from '../lib/types.ts';
import { openVerifier, verdictAnswer } from './openVerifier.ts';
import type { VerdictArguments } from './openVerifier.ts';
import { parseRequestFile } from './parseRequestFile.ts';
import { readRequestPolicy } from './readPolicy.ts';

export interface RequestArguments extends VerdictArguments {
  /** Path. */
  readonly request: string;
  readonly scheme: string;
  readonly at: string;
}

const SECOND = 1000;

/** May this request be trusted, by this policy? No nonce is remembered: a replay of the request looks the same. */
export async function judgeRequest(context: TaskContext, args: RequestArguments): Promise<TaskResult> {
  const { scheme } = args;
  if (scheme !== 'https' && scheme !== 'http') {
    throw new TaskError('bad-scheme', 'give https or http', { field: '--scheme', value: scheme });
  }
  const policy = readRequestPolicy(args.policy);
  const message = await parseRequestFile(readBytes(args.request, 'request'), args.request, scheme);
  const now = readMoment(args.at, '--at').getTime() / SECOND;
  const verdict = await verifyRequest(message, {
    ...policy,
    ...(await openVerifier(context, args)),
    createKey: createNodeVerificationKey,
    now: () => now,
  });
  return verdictAnswer(verdict, args.bundle);
}

export default taskAction(judgeRequest);
