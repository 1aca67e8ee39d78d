import { ZeroAddress } from 'ethers';
import { createSalt, prepareAuthorizeTask, prepareCommitTask } from '../../sdk/typescript/src/client/index.ts';
import type { Address, Hex, TaskAuthorization } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { contractRef } from '../lib/contractRef.ts';
import { formatTime } from '../lib/formatTime.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { readWord } from '../lib/readWord.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { LEAST_AHEAD, compareTerms, readTerms } from './readTerms.ts';
import type { TermArguments } from './readTerms.ts';
import { commitmentOf, findBegun, forgetBegun, keepBegun, newAuthorization, readBegun } from './taskFlow.ts';
import type { TaskFlow } from './taskFlow.ts';

/** Seconds between commitment and reveal, as the registry wants them. */
const LEAST_AGE = 30;
const MOST_AGE = 600;

export interface AuthorizeArguments extends WriteArguments, TermArguments {
  readonly agent: string;
  /** Empty for the one that was begun, else for a new random id. */
  readonly task: string;
}

/**
 * Authorizes a task: commits, waits, reveals. What was begun is kept, encrypted, before the commitment is sent; run again, it
 * goes on where it stopped.
 */
export async function authorizeTask(context: TaskContext, args: AuthorizeArguments): Promise<TaskResult> {
  const flow = await findFlow(context, args);
  if (await isAuthorized(context, flow)) return alreadyDone(context, flow, await readBegun(context, flow));
  await checkClient(context, flow);
  const begun = await openBegun(context, flow, args);
  const authorization = begun ?? newAuthorization(flow, await readTerms(context, args));
  const what = describe(flow, authorization);
  const time = await findCommitment(context, flow, authorization);
  if (time === undefined) {
    const commit = prepareCommitTask(flow.registry.address, commitmentOf(flow, authorization));
    const before = async (): Promise<void> => {
      if (begun === undefined) await keepBegun(context, flow, authorization);
      context.progress(`task ${flow.taskId}; if this is interrupted, run it again to go on`);
    };
    const both = `${what} In two transactions: a commitment, and its reveal ${LEAST_AGE} s later.`;
    const committed = await context.send(commit, both, { before });
    if (committed === undefined) return sentResult(undefined, factsOf(flow, authorization), []);
  }
  return reveal(context, flow, authorization, { what, isConfirmed: time === undefined });
}

async function findFlow(context: TaskContext, args: AuthorizeArguments): Promise<TaskFlow> {
  const given = args.task === '' ? undefined : readWord(args.task, '--task');
  const registry = await contractRef(context, 'reputationRegistry');
  const client = (await context.signer()).address as Address;
  const owner = { registry, client, agentId: await readAgentId(context, args.agent) };
  if (given !== undefined) return { ...owner, taskId: given };
  const [only, ...others] = await findBegun(context, owner);
  if (others.length > 0) {
    const wayOut = 'several tasks were begun on this agent; name the one to go on with, or a new one';
    throw new TaskError('task-ambiguous', wayOut, { field: '--task', details: { begun: [only, ...others] } });
  }
  if (only !== undefined) context.progress(`going on with task ${only}, which was begun before`);
  return { ...owner, taskId: only ?? createSalt() };
}

/** The registry would only tell at the reveal, when the commitment is paid for. */
async function checkClient(context: TaskContext, { client, agentId }: TaskFlow): Promise<void> {
  const identity = await context.contract('identityRegistry');
  if (!(await identity.isAuthorizedOrOwner(client, agentId))) return;
  const wayOut = `it is owner, operator or approved account of agent ${agentId}, which can't be its own client; name another`;
  throw new TaskError('self-task', wayOut, { field: '--from', value: client, exitCode: EXIT.refused });
}

/** What was begun and can still be used: without a live commitment, its deadline must leave time for the reveal. */
async function openBegun(
  context: TaskContext,
  flow: TaskFlow,
  args: TermArguments,
): Promise<TaskAuthorization | undefined> {
  const begun = await readBegun(context, flow);
  if (begun === undefined) return undefined;
  const isLive = (await findCommitment(context, flow, begun)) !== undefined;
  if (!isLive && (await context.chainTime()) + LEAST_AHEAD > Number(begun.deadline)) {
    context.progress(`what was begun of task ${flow.taskId} is too old to go on with; it begins anew`);
    await forgetBegun(context, flow);
    return undefined;
  }
  await compareTerms(context, args, begun);
  return begun;
}

async function isAuthorized(context: TaskContext, { client, taskId }: TaskFlow): Promise<boolean> {
  const registry = await context.contract('reputationRegistry');
  const { deadline, feedbackIndex } = await registry.getTask(client, taskId);
  return deadline !== 0n || feedbackIndex !== 0n;
}

/** When a commitment was made that can still be revealed. */
async function findCommitment(
  context: TaskContext,
  flow: TaskFlow,
  authorization: TaskAuthorization,
): Promise<number | undefined> {
  const registry = await context.contract('reputationRegistry');
  const time = Number(await registry.getCommitmentTime(flow.client, commitmentOf(flow, authorization)));
  return time !== 0 && (await context.chainTime()) <= time + MOST_AGE ? time : undefined;
}

/** A reveal that was sent by a run that didn't live to see it. */
async function alreadyDone(
  context: TaskContext,
  flow: TaskFlow,
  begun: TaskAuthorization | undefined,
): Promise<TaskResult> {
  const { client, taskId } = flow;
  if (begun === undefined) {
    throw new TaskError('task-exists', `${client} has authorized a task of this id; give another`, {
      field: '--task',
      value: taskId,
      exitCode: EXIT.refused,
    });
  }
  await forgetBegun(context, flow);
  return {
    data: { ...factsOf(flow, begun), sent: false },
    text: [`Task ${taskId} was authorized already, by the reveal of a run before.`],
  };
}

async function reveal(
  context: TaskContext,
  flow: TaskFlow,
  authorization: TaskAuthorization,
  { what, isConfirmed }: { readonly what: string; readonly isConfirmed: boolean },
): Promise<TaskResult> {
  const time = await findCommitment(context, flow, authorization);
  if (time === undefined) {
    throw new TaskError('commitment-gone', 'the commitment was sent, but the chain has none; run it again', {
      exitCode: EXIT.unknown,
    });
  }
  await context.waitUntil(time + LEAST_AGE, 'until the commitment can be revealed');
  const call = prepareAuthorizeTask(flow.registry.address, authorization);
  const receipt = await context.send(call, `${what} This reveals it.`, { isConfirmed });
  if (receipt !== undefined) await forgetBegun(context, flow);
  const until = formatTime(BigInt(authorization.deadline));
  return sentResult(receipt, factsOf(flow, authorization), [
    `Task ${flow.taskId} of agent ${flow.agentId} is authorized; ${flow.client} can rate it until ${until}.`,
  ]);
}

function describe({ agentId, taskId }: TaskFlow, { validator, minResponse, deadline }: TaskAuthorization): string {
  const judge = validator === ZeroAddress ? '' : `, validated by ${validator} from ${minResponse} on`;
  const until = formatTime(BigInt(deadline));
  return `Authorizes task ${taskId} of agent ${agentId}, to be rated until ${until}${judge}. That can't be taken back.`;
}

function factsOf(
  { client, agentId, taskId }: TaskFlow,
  { validator, minResponse, deadline }: TaskAuthorization,
): { readonly taskId: Hex } & Record<string, unknown> {
  return { taskId, agentId, client, validator, minResponse, deadline };
}

export default taskAction(authorizeTask);
