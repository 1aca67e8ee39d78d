import { ZeroHash, formatEther } from 'ethers';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { formatTime } from '../lib/formatTime.ts';
import { markText } from '../lib/readText.ts';
import { readWord } from '../lib/readWord.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { phaseOf, rightsIn } from './phaseOf.ts';
import type { Phase, Right } from './phaseOf.ts';
import { findRequest } from './readRequest.ts';
import type { StakedRequest } from './readRequest.ts';
import { readStatus } from './readStatus.ts';
import type { RequestStatus } from './readStatus.ts';
import { VERDICT_STATES, nameOf } from './staked.ts';
import type { VerdictState } from './staked.ts';

/** The most judges that a round can have. */
const MOST_VERDICTS = 100;

export interface ShowArguments extends ReadArguments {
  readonly request: string;
}

interface ShownVerdict {
  readonly validator: string;
  /** Wei. */
  readonly stake: bigint;
  readonly state: VerdictState;
  /** Null until it is revealed. */
  readonly response: bigint | null;
}

/** What the staked judges have of a request. */
interface Judging extends StakedRequest {
  readonly phase: Phase;
  readonly rights: readonly Right[];
  readonly verdicts: readonly ShownVerdict[];
}

/** A request: what was asked and answered, and with the staked judges the round, and who can do what until when. */
export async function showRequest(context: TaskContext, args: ShowArguments): Promise<TaskResult> {
  const requestHash = readWord(args.request, 'request');
  const status = await readStatus(context, requestHash);
  const isStaked = status.validator === (await context.addressOf('stakedValidation'));
  const request = isStaked ? await findRequest(context, requestHash) : undefined;
  const now = await context.chainTime();
  const staked = request === undefined ? null : await judge(context, request, now);
  return {
    data: { ...status, time: now, isStaked, staked },
    text: [
      ...describeStatus(status),
      ...(staked === null ? [] : describeJudging(staked, now)),
      ...(isStaked && staked === null ? [`Not opened yet: sage validation open ${requestHash}`] : []),
    ],
  };
}

async function judge(context: TaskContext, request: StakedRequest, now: number): Promise<Judging> {
  const { requestHash, round } = request;
  const time = BigInt(now);
  const verdicts = await readVerdicts(context, requestHash, round);
  return { ...request, phase: phaseOf(request, time), rights: rightsIn(request, time), verdicts };
}

async function readVerdicts(context: TaskContext, requestHash: Hex, round: bigint): Promise<ShownVerdict[]> {
  const staked = await context.contract('stakedValidation');
  const verdicts = await staked.getVerdicts(requestHash, round, 0, MOST_VERDICTS);
  return verdicts.map(({ validator, stake, response, state: number }) => {
    const state = nameOf(VERDICT_STATES, number);
    return { validator, stake, state, response: state === 'revealed' ? response : null };
  });
}

function describeStatus(status: RequestStatus): string[] {
  const { requestHash, agentId, validator, response, lastUpdate, isSelfValidation } = status;
  const tag = markText({ text: status.tag, isUtf8: status.isTagUtf8 });
  const time = formatTime(lastUpdate);
  return [
    `Request ${requestHash}: agent ${agentId} asks ${validator}${isSelfValidation ? ', its own side' : ''}`,
    response === null ? `Not answered; asked ${time}` : `Answered ${time}: ${response}${tag === '' ? '' : ` (${tag})`}`,
  ];
}

function describeJudging(judging: Judging, now: number): string[] {
  const { round, phase, mode, deposit, requester, committed, revealed, minValidators, measurement, teeResponse } =
    judging;
  const lines = [
    `Round ${round}, mode ${mode}: ${phase}${phase === 'decided' ? ` (${judging.response})` : ''}; it is ${formatTime(now)} on the chain`,
    `Deposit ${formatEther(deposit)} ETH of ${requester}`,
    `Commits end ${formatTime(judging.commitEnd)}, reveals ${formatTime(judging.revealEnd)}; ${committed} committed, ${revealed} revealed, at least ${minValidators} wanted`,
  ];
  if (measurement !== ZeroHash) lines.push(`TEE with the code ${measurement}`);
  if (mode !== 'stake') lines.push(teeResponse === null ? 'No TEE answer' : `TEE answer: ${teeResponse}`);
  lines.push(...judging.rights.map(describeRight));
  if (judging.verdicts.length === 0) return lines;
  const rows = judging.verdicts.map(({ validator, stake, state, response }) => [
    validator,
    formatEther(stake),
    state,
    response === null ? '-' : String(response),
  ]);
  const table = tableLines(['judge', 'stake (ETH)', 'state', 'verdict'], rows, ['left', 'right', 'left', 'right']);
  return [...lines, ...table];
}

function describeRight({ who, what, from, until }: Right): string {
  const start = from === null ? 'now' : `from ${formatTime(from)}`;
  return `  ${who} can ${what} ${start}${until === null ? '' : `, before ${formatTime(until)}`}`;
}

export default taskAction(showRequest);
