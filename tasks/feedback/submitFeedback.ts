import type { TaskContext } from '../lib/TaskContext.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { findGiven } from './findGiven.ts';
import { describeRating } from './rating.ts';
import { readSigned } from './readSigned.ts';
import { toCall } from './signedFile.ts';
import type { Signed } from './signedFile.ts';

export interface SubmitArguments extends WriteArguments {
  readonly file: string;
}

/** Sends what somebody signed by `sage feedback sign`; the sender pays the gas and is nobody to the registry. */
export async function submitFeedback(context: TaskContext, args: SubmitArguments): Promise<TaskResult> {
  const signed = await readSigned(context, args.file);
  const receipt = await context.send(toCall(signed), `${describe(signed)}, for ${signed.by.client}, who signed it.`);
  const { client, nonce } = signed.by;
  const facts = { kind: signed.kind, client, nonce, ...subjectOf(signed) };
  if (receipt === undefined) return sentResult(receipt, facts, []);
  const index = signed.kind === 'revocation' ? signed.feedbackIndex : findGiven(receipt, signed.registry);
  return sentResult(receipt, { ...facts, feedbackIndex: index }, [
    `${describe(signed)}, for ${client}: feedback ${index} of this client.`,
  ]);
}

function subjectOf(signed: Signed): Record<string, unknown> {
  if (signed.kind === 'revocation') return { agentId: signed.agentId };
  return { taskId: signed.kind === 'task-feedback' ? signed.taskId : null, ...signed.input };
}

function describe(signed: Signed): string {
  if (signed.kind === 'revocation') {
    return `Revokes feedback ${signed.feedbackIndex} for agent ${signed.agentId} for ever`;
  }
  const agent = `agent ${signed.input.agentId}`;
  const about = signed.kind === 'feedback' ? agent : `task ${signed.taskId} of ${agent}`;
  return `Rates ${about} with ${describeRating(signed.input)}`;
}

export default taskAction(submitFeedback);
