import { resolve } from 'node:path';
import { prepareExecution } from '../../sdk/typescript/src/client/index.ts';
import type { Address, Hex } from '../../sdk/typescript/src/client/index.ts';
import type { Call } from '../../scripts/governance/types.ts';
import { executionAnswer } from '../lib/governance/executionAnswer.ts';
import { readExecutionFile } from '../lib/governance/executionFile.ts';
import { operationsOf, standingOf } from '../lib/governance/findOperation.ts';
import { checkAlive, judgeExecution } from '../lib/governance/judgeExecution.ts';
import { isTransactionId, proposalAnswer, readProposal } from '../lib/governance/readProposal.ts';
import { formatTime } from '../lib/formatTime.ts';
import { TaskError } from '../lib/TaskError.ts';
import { sentResult } from '../lib/sentResult.ts';
import type { Call as Transaction, TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface ExecuteArguments extends WriteArguments {
  /** Number of a transaction of the wallet, or path of an execution file. */
  readonly proposal: string;
}

/** What is about to be sent. */
interface Prepared {
  readonly transaction: Transaction;
  readonly calls: readonly Call[];
  readonly lines: readonly string[];
}

/** Carries a proposal out: one signed in a file from any account, one confirmed on the chain from an owner. */
export async function execute(context: TaskContext, { proposal }: ExecuteArguments): Promise<TaskResult> {
  const prepared = isTransactionId(proposal)
    ? await prepareProposed(context, BigInt(proposal))
    : await prepareSigned(context, resolve(proposal));
  for (const line of prepared.lines) context.progress(line);
  const receipt = await context.send(prepared.transaction, "Executes this in the wallet; it can't be undone.");
  if (receipt === undefined) return sentResult(receipt, {}, []);
  const timelock = await context.contract('timelock');
  const operations = [];
  for (const operation of await operationsOf(timelock, prepared.calls)) {
    operations.push(await standingOf(timelock, operation));
  }
  return sentResult(receipt, { operations }, [
    'Executed',
    ...operations.map(
      ({ id, readyAt }) =>
        `Scheduled; ready at ${formatTime(readyAt)}. Then anybody carries it out: sage timelock execute ${id}`,
    ),
  ]);
}

async function prepareSigned(context: TaskContext, path: string): Promise<Prepared> {
  const file = readExecutionFile(path);
  const judged = await judgeExecution(context, file);
  checkAlive(file, judged);
  const { counted, threshold } = judged;
  if (BigInt(counted.length) < threshold) {
    throw new TaskError(
      'too-few-signatures',
      `${counted.length} signatures count, ${threshold} are needed; ask more owners`,
      { exitCode: EXIT.refused, details: { counted: counted.map(({ owner }) => owner), threshold } },
    );
  }
  const { calls, nonce, minGas, deadline } = file;
  const typed = calls.map(({ target, value, data }) => ({ target: target as Address, value, data: data as Hex }));
  const confirmations = counted.map(({ owner, signature }) => ({
    owner: owner as Address,
    signature: signature as Hex,
  }));
  return {
    transaction: prepareExecution(file.multisig as Address, { calls: typed, nonce, minGas, deadline }, confirmations),
    calls,
    lines: (await executionAnswer(context, path, file, judged)).text,
  };
}

async function prepareProposed(context: TaskContext, transactionId: bigint): Promise<Prepared> {
  const proposal = await readProposal(context, transactionId);
  const multisig = await context.contract('multisig');
  return {
    transaction: await multisig.execute.populateTransaction(transactionId, [...proposal.calls]),
    calls: proposal.calls,
    lines: (await proposalAnswer(context, proposal)).text,
  };
}

export default taskAction(execute);
