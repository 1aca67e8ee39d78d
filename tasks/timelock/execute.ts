import { findOperation, standingOf } from '../lib/governance/findOperation.ts';
import type { StandingOperation } from '../lib/governance/findOperation.ts';
import { formatTime } from '../lib/formatTime.ts';
import { TaskError } from '../lib/TaskError.ts';
import { sentResult } from '../lib/sentResult.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { operationAnswer } from './show.ts';

export interface ExecuteArguments extends WriteArguments {
  /** Id of an operation, or path of the execution file that schedules it. */
  readonly operation: string;
  readonly wait: boolean;
}

/** Carries out an operation that has waited, from any account. */
export async function executeOperation(context: TaskContext, args: ExecuteArguments): Promise<TaskResult> {
  const timelock = await context.contract('timelock');
  const operation = await findOperation(context, args.operation);
  const standing = await standingOf(timelock, operation);
  if (standing.state === 'waiting' && args.wait && !args.dryRun) {
    await context.waitUntil(Number(standing.readyAt), `operation ${operation.id}`);
  } else if (standing.state !== 'ready') {
    throw notReady(standing);
  }
  for (const line of (await operationAnswer(context, operation)).text) context.progress(line);
  const { target, value, data, predecessor, salt } = operation;
  const transaction = await timelock.execute.populateTransaction(target, value, data, predecessor, salt);
  const receipt = await context.send(transaction, "Carries this operation out; it can't be undone.");
  if (receipt === undefined) return sentResult(receipt, { id: operation.id }, []);
  const { state } = await standingOf(timelock, operation);
  return sentResult(receipt, { id: operation.id, state }, [`Operation ${operation.id}: ${state}`]);
}

function notReady({ id, state, readyAt }: StandingOperation): TaskError {
  const wayOut = {
    unknown: 'it is not scheduled, or was cancelled; schedule it by `sage timelock schedule`',
    waiting: `wait until ${formatTime(readyAt)}, or pass --wait`,
    ready: '',
    done: 'it was carried out before; nothing is left to do',
  }[state];
  return new TaskError('not-ready', `operation ${id}: ${state}; ${wayOut}`, {
    exitCode: EXIT.refused,
    details: { id, state, readyAt },
  });
}

export default taskAction(executeOperation);
