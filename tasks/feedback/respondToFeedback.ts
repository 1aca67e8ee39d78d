import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readAddress } from '../lib/readAddress.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { readContentHash } from '../lib/readContentHash.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { readFeedbackIndex } from './readFeedbackIndex.ts';

export interface RespondArguments extends WriteArguments {
  readonly agent: string;
  readonly client: string;
  readonly index: bigint;
  readonly uri: string;
  readonly hash: string;
  readonly file: string;
}

/** Answers a feedback. Anybody may, any number of times. */
export async function respondToFeedback(context: TaskContext, args: RespondArguments): Promise<TaskResult> {
  const client = readAddress(args.client, '--client');
  const feedbackIndex = readFeedbackIndex(args.index, '--index');
  if (args.uri === '') throw new TaskError('uri-missing', 'give the URI of the answer', { field: '--uri' });
  const responseHash = readContentHash(args.hash, args.file);
  const agentId = await readAgentId(context, args.agent);
  const { address: responder } = await context.signer();
  const registry = await context.contract('reputationRegistry');
  const call = await registry.appendResponse.populateTransaction(
    agentId,
    client,
    feedbackIndex,
    args.uri,
    responseHash,
  );
  const about = `feedback ${feedbackIndex} of ${client} for agent ${agentId}`;
  const receipt = await context.send(call, `Answers ${about} with ${args.uri}. It can't be taken back.`);
  const facts = { agentId, client, feedbackIndex, responder, responseURI: args.uri, responseHash };
  return sentResult(receipt, facts, [`${responder} answered ${about}.`]);
}

export default taskAction(respondToFeedback);
