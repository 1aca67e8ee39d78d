import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { readSigned } from './readSigned.ts';

export interface CancelArguments extends WriteArguments {
  readonly file: string;
}

/** Uses up the nonce of a signature, so that nobody can send it any more. Only the account that signed can. */
export async function cancelFeedback(context: TaskContext, args: CancelArguments): Promise<TaskResult> {
  const { kind, by } = await readSigned(context, args.file);
  const { client, nonce } = by;
  const { address: sender } = await context.signer();
  if (sender !== client) {
    throw new TaskError('not-the-client', `${client} has signed it, and only that account can make it void`, {
      field: '--from',
      value: sender,
      exitCode: EXIT.refused,
    });
  }
  const registry = await context.contract('reputationRegistry');
  const call = await registry.cancelNonce.populateTransaction(nonce);
  const receipt = await context.send(call, `Makes the signature in ${args.file} void. That can't be undone.`);
  return sentResult(receipt, { kind, client, nonce }, [`The signature in ${args.file} is void.`]);
}

export default taskAction(cancelFeedback);
