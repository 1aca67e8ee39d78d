import { ZeroHash, isHexString } from 'ethers';
import type { Call, Operation } from '../../../scripts/governance/types.ts';
import { operationStatus } from '../../../scripts/governance/operation.ts';
import type { OperationStatus } from '../../../scripts/governance/operation.ts';
import type { SageTimelock } from '../../../typechain-types/index.ts';
import type { TaskContext } from '../TaskContext.ts';
import { TaskError } from '../TaskError.ts';
import { readEvents } from '../readEvents.ts';
import { EXIT } from '../types.ts';
import { readExecutionFile } from './executionFile.ts';

/**
 * Finds an operation by its id, in the timelock's logs, or in an execution file that schedules it.
 *
 * @param name Id, or path of a file.
 * @throws {TaskError} `unknown-operation`, `batch-operation`, `no-operation`.
 */
export async function findOperation(context: TaskContext, name: string): Promise<Operation> {
  const timelock = await context.contract('timelock');
  if (isHexString(name, 32)) return findScheduled(context, timelock, name);
  const [operation, further] = await operationsOf(timelock, readExecutionFile(name).calls);
  if (operation !== undefined && further === undefined) return operation;
  const wayOut = 'give a file that schedules one operation, or the id of an operation';
  throw new TaskError('no-operation', `the file schedules ${further ? 'several' : 'none'}; ${wayOut}`, {
    field: 'operation',
    value: name,
  });
}

/** The operations that calls of the wallet schedule at the timelock. */
export async function operationsOf(timelock: SageTimelock, calls: readonly Call[]): Promise<Operation[]> {
  const address = (await timelock.getAddress()).toLowerCase();
  const operations: Operation[] = [];
  for (const { target, data: scheduling } of calls) {
    if (target.toLowerCase() !== address) continue;
    const parsed = timelock.interface.parseTransaction({ data: scheduling });
    if (parsed?.name !== 'schedule') continue;
    const [to, value, data, predecessor, salt, delay] = parsed.args as unknown as [
      string,
      bigint,
      string,
      string,
      string,
      bigint,
    ];
    const id = await timelock.hashOperation(to, value, data, predecessor, salt);
    operations.push({ target: to, value, data, predecessor, salt, delay, id });
  }
  return operations;
}

async function findScheduled(context: TaskContext, timelock: SageTimelock, id: string): Promise<Operation> {
  // The last one: an operation that was cancelled can be scheduled again, with another delay.
  const calls = await readEvents(context, 'timelock', (from, to) =>
    timelock.queryFilter(timelock.filters.CallScheduled(id), from, to),
  );
  const last = calls.at(-1);
  if (last === undefined) {
    throw new TaskError('unknown-operation', 'the timelock never scheduled it; check the id', {
      field: 'operation',
      value: id,
      exitCode: EXIT.refused,
    });
  }
  if (calls.some(({ args }) => args.index !== 0n)) {
    throw new TaskError('batch-operation', 'it carries several calls; execute it by `executeBatch` of the timelock', {
      field: 'operation',
      value: id,
    });
  }
  const salts = await readEvents(context, 'timelock', (from, to) =>
    timelock.queryFilter(timelock.filters.CallSalt(id), from, to),
  );
  const { target, value, data, predecessor, delay } = last.args;
  return { target, value, data, predecessor, delay, id, salt: salts.at(-1)?.args.salt ?? ZeroHash };
}

/** Where an operation stands, for answers. */
export interface StandingOperation extends OperationStatus {
  readonly id: string;
  readonly predecessor: string;
  readonly salt: string;
  /** Seconds. */
  readonly delay: bigint;
}

/** Asks the timelock where an operation stands. */
export async function standingOf(timelock: SageTimelock, operation: Operation): Promise<StandingOperation> {
  const { id, predecessor, salt, delay } = operation;
  return { id, predecessor, salt, delay, ...(await operationStatus(timelock, operation)) };
}
