import { createTaskRequestHash } from '../../sdk/typescript/src/client/index.ts';
import type { Address, Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { contractRef } from '../lib/contractRef.ts';
import { readAddress } from '../lib/readAddress.ts';
import { readEvents } from '../lib/readEvents.ts';
import { readWord } from '../lib/readWord.ts';
import { EXIT } from '../lib/types.ts';
import type { StakedRequest } from './readRequest.ts';

/** A task by its client and id. */
export interface TaskName {
  readonly client: Address;
  readonly taskId: Hex;
}

/** How a user names the task that a request is about; both empty: it is looked for in the chain's log. */
export interface TaskArguments {
  readonly task: string;
  readonly client: string;
}

/**
 * The task that a request to the staked judges is about. The request's hash is one of the task's, so that a task can be
 * checked, but not read from it.
 *
 * @throws {TaskError} `task-differs` when the request isn't about the task named; `task-not-found` when the log has none.
 */
export async function findTask(
  context: TaskContext,
  request: StakedRequest,
  { task, client }: TaskArguments,
): Promise<TaskName> {
  const isAbout = await createMatcher(context, request);
  const field = { field: '--task', exitCode: EXIT.refused };
  if (task !== '' || client !== '') {
    const named = { taskId: readWord(task, '--task'), client: readAddress(client, '--client') };
    if (isAbout(named)) return named;
    const wayOut = 'the request is not about this task of this client; leave both out to have it looked for';
    throw new TaskError('task-differs', wayOut, { ...field, value: task });
  }
  const registry = await context.contract('reputationRegistry');
  context.progress("looking for the task in the registry's log");
  const events = await readEvents(context, 'reputationRegistry', (from, to) =>
    registry.queryFilter(registry.filters.TaskAuthorized(request.agentId), from, to),
  );
  const tasks = events.map(({ args }): TaskName => ({ client: args.client as Address, taskId: args.taskId as Hex }));
  const found = tasks.find(isAbout);
  if (found !== undefined) return found;
  throw new TaskError(
    'task-not-found',
    `none of the ${tasks.length} tasks of agent ${request.agentId} is asked about under this hash`,
    field,
  );
}

async function createMatcher(
  context: TaskContext,
  { requestHash, agentId }: StakedRequest,
): Promise<(task: TaskName) => boolean> {
  const contract = await contractRef(context, 'validationRegistry');
  const { address: reputationRegistry } = await contractRef(context, 'reputationRegistry');
  const validator = (await context.addressOf('stakedValidation')) as Address;
  return (task) => createTaskRequestHash({ ...task, contract, reputationRegistry, agentId, validator }) === requestHash;
}
