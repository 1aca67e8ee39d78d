import { formatEther } from 'ethers';
import type { TransactionReceipt } from 'ethers';
import { prepareFinalize, prepareMarkTaskValidated } from '../../sdk/typescript/src/client/index.ts';
import type { Address, Hex } from '../../sdk/typescript/src/client/index.ts';
import { StakedValidation__factory } from '../../typechain-types/index.ts';
import { toSent } from '../lib/TaskContext.ts';
import type { SendOptions, Sent, TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readWord } from '../lib/readWord.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { findObjection } from './findObjection.ts';
import type { Objection } from './findObjection.ts';
import { findTask } from './findTask.ts';
import type { TaskArguments, TaskName } from './findTask.ts';
import { readRequest } from './readRequest.ts';
import type { StakedRequest } from './readRequest.ts';

const EVENTS = StakedValidation__factory.createInterface();

export interface FinalizeArguments extends WriteArguments, TaskArguments {
  readonly request: string;
  readonly markTask: boolean;
}

/** What became of the task's rating. */
interface Marking extends TaskName {
  readonly isMarked: boolean;
  readonly objection: Objection | null;
  readonly sent?: Sent;
}

/**
 * Ends a round, and with `--mark-task` has the rating of the task behind it validated, where client and policy want so. A round
 * that somebody else has ended isn't ended again.
 */
export async function finalizeRequest(context: TaskContext, args: FinalizeArguments): Promise<TaskResult> {
  const requestHash = readWord(args.request, 'request');
  const before = await readRequest(context, requestHash);
  const isOpen = before.status === 'open';
  if (!isOpen && !args.markTask) {
    throw new TaskError('not-open', `the round is over: ${before.status}`, {
      field: 'request',
      value: requestHash,
      exitCode: EXIT.refused,
    });
  }
  // Before anything is sent: a task that can't be found must not leave half of it done.
  const task = args.markTask ? await findTask(context, before, args) : undefined;
  const receipt = isOpen ? await finalize(context, requestHash, task) : undefined;
  if (isOpen && receipt === undefined) {
    return { data: { requestHash, sent: false }, text: ['Nothing was sent (--dry-run).'] };
  }
  const request = isOpen ? await readRequest(context, requestHash) : before;
  const marking = task === undefined ? undefined : await mark(context, request, task, { isConfirmed: isOpen });
  const { round, status, response } = request;
  const payments = receipt === undefined ? null : readPayments(receipt);
  const transaction = receipt === undefined ? { sent: false } : { sent: true, ...toSent(receipt) };
  const exitCode = marking === undefined || marking.isMarked || args.dryRun ? EXIT.ok : EXIT.refused;
  return {
    data: { requestHash, round, status, response, payments, ...transaction, ...(marking && { task: marking }) },
    text: [...describe(request, payments), ...describeMarking(request, marking)],
    exitCode,
  };
}

async function finalize(
  context: TaskContext,
  requestHash: Hex,
  task: TaskName | undefined,
): Promise<TransactionReceipt | undefined> {
  const contract = (await context.addressOf('stakedValidation')) as Address;
  const then =
    task === undefined ? '' : ` Then has the rating of task ${task.taskId} validated, if the decision is good enough.`;
  const what = `Ends the latest round of request ${requestHash}: decides, pays and slashes by what was revealed.${then}`;
  return context.send(prepareFinalize(contract, requestHash), what);
}

async function mark(
  context: TaskContext,
  { status }: StakedRequest,
  task: TaskName,
  options: SendOptions,
): Promise<Marking> {
  if (status !== 'decided') return { ...task, isMarked: false, objection: 'not-decided' };
  const objection = await findObjection(context, task);
  if (objection !== undefined) return { ...task, isMarked: objection === 'already-validated', objection };
  const contract = (await context.addressOf('reputationRegistry')) as Address;
  const validator = (await context.addressOf('stakedValidation')) as Address;
  const call = prepareMarkTaskValidated(contract, task.client, task.taskId, validator);
  const what = `Marks the rating of task ${task.taskId} by ${task.client} as validated.`;
  const receipt = await context.send(call, what, options);
  return { ...task, isMarked: receipt !== undefined, objection: null, ...(receipt && { sent: toSent(receipt) }) };
}

/** In wei. */
interface Payments {
  readonly refund: bigint;
  readonly rewardPerHead: bigint;
  readonly toTreasury: bigint;
}

function readPayments(receipt: TransactionReceipt): Payments {
  for (const log of receipt.logs) {
    const event = EVENTS.parseLog(log);
    if (event?.name !== 'StakedRequestFinalized') continue;
    const { refund, rewardPerHead, toTreasury } = event.args.toObject() as Payments & Record<string, unknown>;
    return { refund, rewardPerHead, toTreasury };
  }
  throw new Error(`transaction ${receipt.hash} succeeded without ending a round`);
}

function describe({ requestHash, round, status, response }: StakedRequest, payments: Payments | null): string[] {
  const outcome = response === null ? status : `${status}: ${response}`;
  const line = `Round ${round} of request ${requestHash} is ${outcome}.`;
  if (payments === null) return [line];
  const [refund, reward, treasury] = [payments.refund, payments.rewardPerHead, payments.toTreasury].map(formatEther);
  return [
    line,
    `${refund} ETH back to the requester, ${reward} ETH for each who agreed, ${treasury} ETH to the treasury; all can withdraw.`,
  ];
}

function describeMarking({ requestHash, status }: StakedRequest, marking: Marking | undefined): string[] {
  if (marking === undefined) {
    return status === 'decided'
      ? [`If it is about a task, its rating can be validated: sage validation finalize ${requestHash} --mark-task`]
      : [];
  }
  if (marking.objection !== null) return [`The rating of the task was not marked: ${marking.objection}.`];
  return [marking.isMarked ? `The rating of task ${marking.taskId} is validated.` : 'Nothing was marked (--dry-run).'];
}

export default taskAction(finalizeRequest);
