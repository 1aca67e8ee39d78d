import { prepareRevealVerdict } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { formatTime } from '../lib/formatTime.ts';
import { sentResult } from '../lib/sentResult.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult } from '../lib/types.ts';
import type { Part } from './findPart.ts';
import { forgetVerdict, readVerdict } from './verdictFlow.ts';
import type { KeptVerdict } from './verdictFlow.ts';

/**
 * Waits for the end of the commits and reveals the verdict that was kept.
 *
 * @param committed The verdict that the user has committed to in this run, and confirmed along with that.
 * @throws {TaskError} `verdict-missing` when none was kept here.
 */
export async function revealPart(
  context: TaskContext,
  { flow, request }: Part,
  committed?: KeptVerdict,
): Promise<TaskResult> {
  const { requestHash, round, validator, contract } = flow;
  const kept = committed ?? (await readVerdict(context, flow));
  if (kept === undefined) {
    const wayOut = `no verdict of ${validator} is kept here for round ${round}; run it where the commitment was made`;
    throw new TaskError('verdict-missing', wayOut, { field: 'request', value: requestHash, exitCode: EXIT.refused });
  }
  const until = formatTime(request.revealEnd);
  await context.waitUntil(Number(request.commitEnd), 'until verdicts can be revealed');
  const call = prepareRevealVerdict(contract, requestHash, kept.response, kept.salt);
  const what = `Reveals the verdict ${kept.response} of ${validator} about request ${requestHash}; that is possible until ${until}.`;
  const receipt = await context.send(call, what, { isConfirmed: committed !== undefined });
  if (receipt !== undefined) await forgetVerdict(context, flow);
  const facts = { requestHash, round, validator, response: kept.response, revealEnd: request.revealEnd };
  return sentResult(receipt, facts, [`${validator} revealed its verdict: ${kept.response}.`]);
}
