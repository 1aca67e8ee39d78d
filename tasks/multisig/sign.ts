import { resolve } from 'node:path';
import { confirmExecution } from '../../scripts/governance/execution.ts';
import { executionAnswer } from '../lib/governance/executionAnswer.ts';
import { readExecutionFile, saveExecutionFile } from '../lib/governance/executionFile.ts';
import type { ExecutionFile } from '../lib/governance/executionFile.ts';
import { checkAlive, judgeExecution } from '../lib/governance/judgeExecution.ts';
import type { JudgedExecution } from '../lib/governance/judgeExecution.ts';
import { TaskError } from '../lib/TaskError.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface SignArguments extends WriteArguments {
  readonly file: string;
  readonly replace: boolean;
}

/** Adds an owner's EIP-712 signature to an execution file, after showing what it signs. */
export async function sign(context: TaskContext, args: SignArguments): Promise<TaskResult> {
  const path = resolve(args.file);
  const file = readExecutionFile(path);
  const judged = await judgeExecution(context, file);
  checkAlive(file, judged);
  const signer = await context.signer();
  checkOwner(signer.address, file, judged, args.replace);
  const shown = await executionAnswer(context, path, file, judged);
  for (const line of shown.text) context.progress(line);
  if (args.dryRun) return { data: { ...shown.data, signed: false }, text: ['Nothing was signed (--dry-run).'] };
  await context.confirm(
    `Signs this as ${signer.address}. The signature can't be taken back; only using up nonce ${file.nonce} voids it.`,
  );
  const confirmation = await confirmExecution(await context.contract('multisig'), file, signer);
  const others = file.confirmations.filter(({ owner }) => owner !== signer.address);
  const signed: ExecutionFile = { ...file, confirmations: [...others, confirmation] };
  const result = await judgeExecution(context, signed);
  if (!result.counted.some(({ owner }) => owner === signer.address)) {
    throw new TaskError('signature-refused', `the account's signature over ${result.digest} is not its own; unlock it`);
  }
  checkUnchanged(path, file);
  saveExecutionFile(path, signed);
  const answer = await executionAnswer(context, path, signed, result);
  return { data: { ...answer.data, signed: true, signer: signer.address }, text: answer.text.slice(-1) };
}

function checkOwner(address: string, file: ExecutionFile, judged: JudgedExecution, replace: boolean): void {
  if (!judged.owners.includes(address)) {
    throw new TaskError('not-owner', `it is no owner of the wallet; these are: ${judged.owners.join(', ')}`, {
      field: '--from',
      value: address,
      exitCode: EXIT.refused,
    });
  }
  if (!replace && file.confirmations.some(({ owner }) => owner === address)) {
    throw new TaskError('already-signed', 'its signature is in the file; pass --replace to sign again', {
      field: '--from',
      value: address,
      exitCode: EXIT.refused,
    });
  }
}

/** Others may have signed the same file while this owner was reading. */
function checkUnchanged(path: string, before: ExecutionFile): void {
  const now = readExecutionFile(path);
  const text = ({ confirmations }: ExecutionFile): string => JSON.stringify(confirmations);
  if (text(now) === text(before) && now.nonce === before.nonce && now.deadline === before.deadline) return;
  throw new TaskError('file-changed', 'the file changed while it was shown; sign again', {
    field: 'file',
    value: path,
  });
}

export default taskAction(sign);
