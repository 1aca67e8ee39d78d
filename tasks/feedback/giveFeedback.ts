import { prepareTaskFeedback } from '../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { Call, TaskContext } from '../lib/TaskContext.ts';
import { contractRef } from '../lib/contractRef.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { findGiven } from './findGiven.ts';
import { describeRating, readRating } from './rating.ts';
import type { Rating, RatingArguments } from './rating.ts';
import { readTaskOf } from './readTaskOf.ts';

export interface GiveArguments extends WriteArguments, RatingArguments {
  readonly agent: string;
  /** Empty for open feedback. */
  readonly task: string;
}

/** Rates an agent, or the result of a task of it. */
export async function giveFeedback(context: TaskContext, args: GiveArguments): Promise<TaskResult> {
  const rating = readRating(args);
  const agentId = await readAgentId(context, args.agent);
  const { address: client } = await context.signer();
  const taskId = await readTaskOf(context, args.task, client, agentId);
  const call = await prepareCall(context, agentId, rating, taskId);
  const about = taskId === undefined ? `agent ${agentId}` : `task ${taskId} of agent ${agentId}`;
  const what = `Rates ${about} with ${describeRating(rating)}. It can be revoked, never changed or erased.`;
  const receipt = await context.send(call, what);
  const facts = { agentId, client, taskId: taskId ?? null, ...rating };
  if (receipt === undefined) return sentResult(receipt, facts, []);
  const feedbackIndex = findGiven(receipt, call.to);
  return sentResult(receipt, { ...facts, feedbackIndex }, [
    `${client} rated ${about} with ${describeRating(rating)}: feedback ${feedbackIndex} of this client.`,
  ]);
}

async function prepareCall(
  context: TaskContext,
  agentId: bigint,
  rating: Rating,
  taskId: Hex | undefined,
): Promise<Call> {
  const { address } = await contractRef(context, 'reputationRegistry');
  // Checks the rating by the registry's rules, also for a rating without a task: `giveFeedback` takes the same fields.
  const call = prepareTaskFeedback(address, taskId ?? `0x${'0'.repeat(64)}`, rating);
  if (taskId !== undefined) return { ...call, to: address };
  const { value, valueDecimals, tag1, tag2, endpoint, feedbackURI, feedbackHash } = rating;
  const registry = await context.contract('reputationRegistry');
  return registry.giveFeedback.populateTransaction(
    agentId,
    value,
    valueDecimals,
    tag1,
    tag2,
    endpoint,
    feedbackURI,
    feedbackHash,
  );
}

export default taskAction(giveFeedback);
