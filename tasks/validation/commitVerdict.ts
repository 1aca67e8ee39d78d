import { ZeroHash, formatEther } from 'ethers';
import { createSalt, createVerdictCommitment, prepareCommitVerdict } from '../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { formatTime } from '../lib/formatTime.ts';
import { readWord } from '../lib/readWord.ts';
import { sentResult } from '../lib/sentResult.ts';
import { settle } from '../lib/settle.ts';
import { taskAction } from '../lib/taskAction.ts';
import { EXIT } from '../lib/types.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { findPart } from './findPart.ts';
import type { Part } from './findPart.ts';
import { revealPart } from './revealPart.ts';
import { keepVerdict, readVerdict } from './verdictFlow.ts';
import type { KeptVerdict, VerdictFlow } from './verdictFlow.ts';

export interface CommitArguments extends WriteArguments {
  readonly request: string;
  /** 0 to 100; -1 for the one that was kept. */
  readonly response: number;
  readonly wait: boolean;
  readonly discard: boolean;
}

/**
 * Stakes on a verdict that nobody else learns before the commits are closed. It is kept, encrypted, before the commitment is
 * sent; `sage validation reveal` needs nothing else.
 */
export async function commitVerdict(context: TaskContext, args: CommitArguments): Promise<TaskResult> {
  const requestHash = readWord(args.request, 'request');
  const part = await settleAndFind(context, requestHash);
  const { flow, state } = part;
  if (state !== 'none') return wasCommitted(context, part, args);
  const kept = args.discard ? undefined : await readVerdict(context, flow);
  const verdict = kept ?? { response: readResponse(args.response), salt: createSalt() };
  if (kept !== undefined) compare(kept, args.response);
  const stake = await (await context.contract('stakedValidation')).requiredStake(flow.requestHash, flow.validator);
  const commitment = await commitmentOf(context, flow, verdict);
  const call = prepareCommitVerdict(flow.contract, flow.requestHash, flow.round, commitment, stake);
  const receipt = await context.send(call, describe(part, stake, verdict, { isKept: kept !== undefined, ...args }), {
    before: async () => {
      if (kept !== undefined) return;
      // Whatever was sent while the user was asked: its salt must not be replaced.
      if (args.discard && (await settleAndFind(context, requestHash)).state !== 'none') throw alreadyCommitted(flow);
      await keepVerdict(context, flow, verdict, args.discard);
    },
  });
  const { round, validator } = flow;
  const { commitEnd, revealEnd } = part.request;
  const facts = { requestHash, round, validator, stake, commitEnd, revealEnd };
  if (receipt !== undefined && args.wait) return revealPart(context, part, verdict);
  return sentResult(receipt, facts, [
    `${validator} committed to a verdict and staked ${formatEther(stake)} ETH.`,
    `Reveal it from ${formatTime(commitEnd)} to ${formatTime(revealEnd)}, or the stake is slashed: sage validation reveal ${requestHash}`,
  ]);
}

/** The sender's part, once none of its transactions is on its way: one of them may be the commitment of an earlier run. */
async function settleAndFind(context: TaskContext, requestHash: Hex): Promise<Part> {
  await settle(context, (await context.signer()).address);
  return findPart(context, requestHash);
}

/** Run again: with `--wait` it goes on, else there is nothing to do. */
function wasCommitted(context: TaskContext, part: Part, { wait }: CommitArguments): Promise<TaskResult> {
  if (wait) return revealPart(context, part);
  throw alreadyCommitted(part.flow);
}

function alreadyCommitted({ requestHash, validator }: VerdictFlow): TaskError {
  return new TaskError('already-committed', `${validator} has committed in this round; go on with reveal`, {
    field: 'request',
    value: requestHash,
    exitCode: EXIT.refused,
  });
}

function readResponse(response: number): number {
  if (response >= 0 && response <= 100) return response;
  throw new TaskError('bad-response', 'give 0 (failed) to 100 (passed)', {
    field: '--response',
    ...(response !== -1 && { value: response }),
  });
}

/** The transaction of the verdict that was kept may still be on its way: another one could be staked without being kept. */
function compare(kept: KeptVerdict, response: number): void {
  if (response === -1 || response === kept.response) return;
  const wayOut =
    'another verdict was kept for this round, but the chain has no commitment: leave --response out to send that, or pass --discard to replace it';
  throw new TaskError('pending-differs', wayOut, { field: '--response', value: response });
}

async function commitmentOf(context: TaskContext, flow: VerdictFlow, verdict: KeptVerdict): Promise<Hex> {
  const { contract: address, requestHash, round, validator } = flow;
  const { response, salt } = verdict;
  const contract = { chainId: await context.chainId(), address };
  return createVerdictCommitment({ contract, requestHash, round, validator, response, salt });
}

/** All that the sender stakes on: also a verdict that an earlier run chose. */
function describe(
  { flow, request }: Part,
  stake: bigint,
  { response }: KeptVerdict,
  { isKept, discard }: { readonly isKept: boolean; readonly discard: boolean },
): string {
  const { round, measurement } = request;
  const [from, until] = [formatTime(request.commitEnd), formatTime(request.revealEnd)];
  const sentences = [
    `Stakes ${formatEther(stake)} ETH on the verdict ${response}${isKept ? ', which an earlier run kept,' : ''} about request ${flow.requestHash}, to be revealed from ${from} to ${until}.`,
    "It can't be taken back, and the stake is slashed if it isn't revealed or far from the others.",
  ];
  if (discard) sentences.push('A verdict that an earlier run kept for this round is replaced.');
  if (round > 1n) sentences.push(`This is round ${round}: verdicts that were revealed in earlier rounds are public.`);
  // Judges and a measurement: that is mode hybrid.
  if (measurement !== ZeroHash) {
    sentences.push(`The round can be decided only if a trusted TEE key has the measurement ${measurement}.`);
  }
  return sentences.join(' ');
}

export default taskAction(commitVerdict);
