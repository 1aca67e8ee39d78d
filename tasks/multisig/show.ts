import { resolve } from 'node:path';
import { executionAnswer } from '../lib/governance/executionAnswer.ts';
import { readExecutionFile } from '../lib/governance/executionFile.ts';
import { judgeExecution } from '../lib/governance/judgeExecution.ts';
import { isTransactionId, proposalAnswer, readProposal } from '../lib/governance/readProposal.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';

export interface ShowArguments extends ReadArguments {
  /** Number of a transaction of the wallet, or path of an execution file. */
  readonly proposal: string;
}

/** What a proposal does, decoded, and who agrees. */
export async function showProposal(context: TaskContext, { proposal }: ShowArguments): Promise<TaskResult> {
  if (isTransactionId(proposal)) return proposalAnswer(context, await readProposal(context, BigInt(proposal)));
  const path = resolve(proposal);
  const file = readExecutionFile(path);
  return executionAnswer(context, path, file, await judgeExecution(context, file));
}

export default taskAction(showProposal);
