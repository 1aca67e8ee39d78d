import type { Operation } from '../../scripts/governance/types.ts';
import { callLines, describeCall } from '../lib/governance/describeCall.ts';
import { findOperation, standingOf } from '../lib/governance/findOperation.ts';
import type { StandingOperation } from '../lib/governance/findOperation.ts';
import { formatTime } from '../lib/formatTime.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

export interface ShowArguments extends ReadArguments {
  /** Id of an operation, or path of the execution file that schedules it. */
  readonly operation: string;
}

/** What an operation does, decoded, and when it can be carried out. */
export async function showOperation(context: TaskContext, { operation: name }: ShowArguments): Promise<TaskResult> {
  return operationAnswer(context, await findOperation(context, name));
}

/** Tells an operation. */
export async function operationAnswer(context: TaskContext, operation: Operation): Promise<TaskResult> {
  const standing = await standingOf(await context.contract('timelock'), operation);
  const call = describeCall(await context.book(), operation);
  const now = await context.chainTime();
  return {
    data: { ...standing, now, call },
    text: [
      `Operation ${operation.id}`,
      ...callLines(call, '  '),
      ...(BigInt(operation.predecessor) === 0n ? [] : [`Only after operation ${operation.predecessor}`]),
      stateLine(standing, now),
    ],
  };
}

function stateLine({ state, readyAt, id }: StandingOperation, now: number): string {
  switch (state) {
    case 'unknown':
      return 'unknown: not scheduled, or cancelled';
    case 'waiting':
      return `waiting until ${formatTime(readyAt)}, ${Number(readyAt) - now} s from the latest block`;
    case 'ready':
      return `ready since ${formatTime(readyAt)}: sage timelock execute ${id}`;
    case 'done':
      return 'done';
  }
}

export default taskAction(showOperation);
