import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { formatTime } from '../lib/formatTime.ts';
import { readWord } from '../lib/readWord.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { findPart } from './findPart.ts';
import type { Part } from './findPart.ts';
import { revealPart } from './revealPart.ts';
import { forgetVerdict } from './verdictFlow.ts';

export interface RevealArguments extends WriteArguments {
  readonly request: string;
  readonly wait: boolean;
}

/** Reveals the verdict that the sender committed to in the latest round. */
export async function revealVerdict(context: TaskContext, args: RevealArguments): Promise<TaskResult> {
  const part = await findPart(context, readWord(args.request, 'request'));
  const { state, request } = part;
  if (state === 'revealed') return wasRevealed(context, part);
  const { requestHash, validator } = part.flow;
  const refuse = (code: string, wayOut: string): never => {
    throw new TaskError(code, wayOut, { field: 'request', value: requestHash, exitCode: EXIT.refused });
  };
  if (state === 'none') refuse('not-committed', `${validator} has not committed in round ${request.round}`);
  if (!args.wait && BigInt(await context.chainTime()) < request.commitEnd) {
    refuse('too-early', `commits end at ${formatTime(request.commitEnd)}; run it then, or pass --wait`);
  }
  return revealPart(context, part);
}

/** By a run that didn't live to see it. */
async function wasRevealed(context: TaskContext, { flow }: Part): Promise<TaskResult> {
  await forgetVerdict(context, flow);
  const { requestHash, round, validator } = flow;
  const { response } = await (await context.contract('stakedValidation')).getVerdictOf(requestHash, round, validator);
  return {
    data: { requestHash, round, validator, response, sent: false },
    text: [`${validator} has revealed its verdict already: ${response}.`],
  };
}

export default taskAction(revealVerdict);
