import { formatEther } from 'ethers';
import { prepareOpenRequest } from '../../sdk/typescript/src/client/index.ts';
import type { Address, Hex, OpenRequestOptions } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { formatTime } from '../lib/formatTime.ts';
import { readEther } from '../lib/readEther.ts';
import { readWord } from '../lib/readWord.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';
import { readRequest } from './readRequest.ts';
import { MODES } from './staked.ts';
import type { Mode } from './staked.ts';

export interface OpenArguments extends WriteArguments {
  readonly request: string;
  readonly mode: string;
  /** ETH; empty for the least. */
  readonly deposit: string;
  /** Seconds. */
  readonly commitPeriod: number;
  /** 0 for the least of the rules. */
  readonly minValidators: number;
  /** Empty for any trusted key. */
  readonly measurement: string;
}

/** Opens a request to the staked judges, or its next round, with a deposit. */
export async function openRequest(context: TaskContext, args: OpenArguments): Promise<TaskResult> {
  const options = await readOptions(context, args);
  const { requestHash, mode, commitPeriod, minValidators, deposit } = options;
  const contract = (await context.addressOf('stakedValidation')) as Address;
  const judges = mode === 'tee' ? 'a TEE' : `at least ${minValidators} judges`;
  const what =
    `Opens request ${requestHash} in mode ${mode} for ${judges}, commits for ${commitPeriod} s, with a deposit of ` +
    `${formatEther(deposit)} ETH. It comes back, less the reward if the request is decided.`;
  const receipt = await context.send(prepareOpenRequest(contract, options), what);
  if (receipt === undefined) return sentResult(receipt, { ...options }, []);
  const { round, agentId, requester, commitEnd, revealEnd, parametersVersion } = await readRequest(
    context,
    requestHash,
  );
  const facts = { ...options, round, agentId, requester, commitEnd, revealEnd, parametersVersion };
  return sentResult(receipt, facts, [
    `Round ${round} of request ${requestHash} is open.`,
    `Commits end at ${formatTime(commitEnd)}, reveals at ${formatTime(revealEnd)}.`,
  ]);
}

async function readOptions(
  context: TaskContext,
  args: OpenArguments,
): Promise<OpenRequestOptions & { readonly requestHash: Hex; readonly deposit: bigint }> {
  const requestHash = readWord(args.request, 'request');
  const mode = MODES.find((known) => known === args.mode) ?? badMode(args.mode);
  const given = args.deposit === '' ? undefined : readEther(args.deposit, '--deposit');
  const measurement = args.measurement === '' ? {} : { measurement: readWord(args.measurement, '--measurement') };
  const { parameters } = await (await context.contract('stakedValidation')).getParameters();
  const least = mode === 'tee' ? 0n : parameters.minValidators;
  return {
    requestHash,
    mode,
    commitPeriod: args.commitPeriod,
    minValidators: args.minValidators === 0 ? least : BigInt(args.minValidators),
    deposit: given ?? parameters.minDeposit,
    ...measurement,
  };
}

function badMode(value: string): Mode {
  throw new TaskError('bad-mode', `give ${MODES.join(', ')}`, { field: '--mode', value });
}

export default taskAction(openRequest);
