import { ZeroAddress } from 'ethers';
import { createTaskRequestHash } from '../../sdk/typescript/src/client/index.ts';
import type { Address, Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { contractRef } from '../lib/contractRef.ts';
import { formatTime } from '../lib/formatTime.ts';
import { readAddress } from '../lib/readAddress.ts';
import { readWord } from '../lib/readWord.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

export interface ShowArguments extends ReadArguments {
  readonly task: string;
  /** Empty for the network's first account. */
  readonly client: string;
}

/** `open` can be rated; `expired` never was; `rated` is task-backed; `validated` is more. */
export type TaskState = 'open' | 'expired' | 'rated' | 'validated';

/** A task as the registry has it, and under which hash its validator is asked. */
export async function showTask(context: TaskContext, args: ShowArguments): Promise<TaskResult> {
  const taskId = readWord(args.task, 'task');
  const client =
    args.client === '' ? ((await context.signer()).address as Address) : readAddress(args.client, '--client');
  const registry = await context.contract('reputationRegistry');
  const task = await registry.getTask(client, taskId);
  const { agentId, validator, minResponse, deadline, feedbackIndex, raisedBy, raisedAt } = task;
  if (deadline === 0n && feedbackIndex === 0n) {
    throw new TaskError('task-unknown', `${client} has authorized no such task; name its client by --client`, {
      field: 'task',
      value: taskId,
      exitCode: EXIT.refused,
    });
  }
  const state = stateOf(task, await context.chainTime());
  const requestHash =
    validator === ZeroAddress ? null : await requestHashOf(context, { client, taskId, agentId, validator });
  const facts = { taskId, client, agentId, state, validator, minResponse, deadline, feedbackIndex, requestHash };
  return {
    data: { ...facts, raisedBy, raisedAt },
    text: describe({ ...facts, raisedBy, raisedAt }),
  };
}

function stateOf(
  { deadline, feedbackIndex, raisedBy }: { deadline: bigint; feedbackIndex: bigint; raisedBy: string },
  now: number,
): TaskState {
  if (raisedBy !== ZeroAddress) return 'validated';
  if (feedbackIndex !== 0n) return 'rated';
  return BigInt(now) <= deadline ? 'open' : 'expired';
}

async function requestHashOf(
  context: TaskContext,
  task: { client: Address; taskId: Hex; agentId: bigint; validator: string },
): Promise<Hex> {
  const contract = await contractRef(context, 'validationRegistry');
  const { address } = await contractRef(context, 'reputationRegistry');
  return createTaskRequestHash({
    ...task,
    contract,
    reputationRegistry: address,
    validator: task.validator as Address,
  });
}

interface Facts {
  readonly taskId: Hex;
  readonly client: string;
  readonly agentId: bigint;
  readonly state: TaskState;
  readonly validator: string;
  readonly minResponse: bigint;
  readonly deadline: bigint;
  readonly feedbackIndex: bigint;
  readonly requestHash: Hex | null;
  readonly raisedBy: string;
  readonly raisedAt: bigint;
}

function describe(task: Facts): string[] {
  const lines = [`Task ${task.taskId} of agent ${task.agentId}, authorized by ${task.client}: ${task.state}`];
  if (task.deadline !== 0n) lines.push(`Rated until: ${formatTime(task.deadline)}`);
  if (task.feedbackIndex !== 0n) lines.push(`Rating: feedback ${task.feedbackIndex} of this client`);
  if (task.requestHash !== null) {
    lines.push(`Validator: ${task.validator}, from ${task.minResponse} on, asked under ${task.requestHash}`);
  }
  if (task.state === 'validated') lines.push(`Validated by ${task.raisedBy}, whose answer met ${task.raisedAt}`);
  return lines;
}

export default taskAction(showTask);
