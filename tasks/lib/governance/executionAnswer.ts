import type { TaskContext } from '../TaskContext.ts';
import { formatTime } from '../formatTime.ts';
import { callLines, describeCall } from './describeCall.ts';
import type { ExecutionFile } from './executionFile.ts';
import type { JudgedExecution } from './judgeExecution.ts';

/** What is told of an execution file: data for programs, lines for people. */
export interface ExecutionAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: readonly string[];
}

/** Tells a file: every call decoded, who signed, and whether it can be sent. */
export async function executionAnswer(
  context: TaskContext,
  path: string,
  file: ExecutionFile,
  judged: JudgedExecution,
): Promise<ExecutionAnswer> {
  const book = await context.book();
  const calls = file.calls.map((call) => describeCall(book, call));
  const { nonce, deadline, minGas, chainId, multisig } = file;
  const { digest, threshold, nonceUsed, expired, ownersChanged, confirmations, counted } = judged;
  const missing = Math.max(0, Number(threshold) - counted.length);
  const ready = missing === 0 && !nonceUsed && !expired && !ownersChanged;
  return {
    data: {
      ...{ file: path, chainId, multisig, nonce, minGas, deadline, digest, threshold, calls },
      confirmations: confirmations.map(({ owner, isOwner, isValid }) => ({ owner, isOwner, isValid })),
      ...{ missing, nonceUsed, expired, ownersChanged, ready },
    },
    text: [
      `Nonce ${nonce} of the wallet ${multisig} on chain ${chainId}, until ${formatTime(deadline)}`,
      `Digest ${digest}`,
      ...calls.flatMap((call, index) => [`Call ${index + 1} of ${calls.length}:`, ...callLines(call, '  ')]),
      ...confirmations.map(({ owner, isOwner, isValid }) => `Signed by ${owner}${worth(isOwner, isValid)}`),
      ...(nonceUsed ? ['The nonce is used: executed, or replaced by another execution'] : []),
      ...(expired ? ['The time to send it is over'] : []),
      ...(ownersChanged ? ['An owner has left since it was proposed: all signatures are void'] : []),
      missing === 0 ? `${counted.length} signatures count; ${threshold} are needed` : `${missing} more must sign`,
    ],
  };
}

function worth(isOwner: boolean, isValid: boolean): string {
  if (!isOwner) return ': NO OWNER, does not count';
  return isValid ? '' : ': WRONG SIGNATURE, does not count';
}
