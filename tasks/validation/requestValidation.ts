import { ZeroHash } from 'ethers';
import type { TransactionReceipt } from 'ethers';
import {
  createBoundRequestHash,
  createTaskRequestHash,
  prepareValidationRequest,
} from '../../sdk/typescript/src/client/index.ts';
import type { Address, Hex } from '../../sdk/typescript/src/client/index.ts';
import { toSent } from '../lib/TaskContext.ts';
import type { SendOptions, TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { contractRef } from '../lib/contractRef.ts';
import { readAddress } from '../lib/readAddress.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { readContentHash } from '../lib/readContentHash.ts';
import { readValidator } from '../lib/readValidator.ts';
import { readWord } from '../lib/readWord.ts';
import { sentResult } from '../lib/sentResult.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { TaskResult, WriteArguments } from '../lib/types.ts';

export interface RequestArguments extends WriteArguments {
  readonly agent: string;
  readonly validator: string;
  readonly uri: string;
  readonly hash: string;
  readonly file: string;
  readonly task: string;
  readonly client: string;
  readonly requester: string;
}

/** Whom to ask about what. */
interface Asked {
  readonly agentId: bigint;
  readonly validator: Address;
  readonly requestHash: Hex;
}

/**
 * Asks a validator in the standard's way, under a hash that only this agent can use; and lets an account open the request to
 * the staked judges. What is done already isn't done again.
 */
export async function requestValidation(context: TaskContext, args: RequestArguments): Promise<TaskResult> {
  const requester = args.requester === '' ? undefined : readAddress(args.requester, '--requester');
  const asked = await readAsked(context, args);
  const { agentId, validator, requestHash } = asked;
  const staked = await context.addressOf('stakedValidation');
  if (requester !== undefined && validator !== staked) {
    throw new TaskError('requester-needless', 'only the staked judges are opened by a requester; leave it out', {
      field: '--requester',
      value: requester,
    });
  }
  const facts = { requestHash, agentId, validator, requestURI: args.uri, requester: requester ?? null };
  const text = [`${validator} is asked about agent ${agentId} under ${requestHash}.`];
  if (requester === undefined) return sentResult(await ask(context, asked, args.uri, ''), facts, text);
  const isAsked = await (await context.contract('validationRegistry')).requestExists(requestHash);
  const then = ` Then lets ${requester} open it with terms of its choice.`;
  const receipt = isAsked ? undefined : await ask(context, asked, args.uri, then);
  if (!isAsked && receipt === undefined) return sentResult(undefined, facts, []);
  const allowed = await allow(context, requestHash, requester, { isConfirmed: !isAsked });
  const request = receipt === undefined ? null : toSent(receipt);
  return sentResult(allowed, { ...facts, request }, [
    ...text,
    `${requester} can open it: sage validation open ${requestHash}`,
  ]);
}

async function readAsked(context: TaskContext, args: RequestArguments): Promise<Asked> {
  const { task, client } = args;
  const contentHash = readContentHash(args.hash, args.file);
  if ((task === '') === (contentHash === ZeroHash)) {
    throw new TaskError(
      'content-missing',
      'name what is to be checked: by either --task and --client, --hash or --file',
      {
        field: '--task',
        ...(task !== '' && { value: task }),
      },
    );
  }
  const validator = await readValidator(context, args.validator, '--validator');
  const agentId = await readAgentId(context, args.agent);
  const contract = await contractRef(context, 'validationRegistry');
  if (task === '') {
    return { agentId, validator, requestHash: createBoundRequestHash({ contract, agentId, validator, contentHash }) };
  }
  const { address: reputationRegistry } = await contractRef(context, 'reputationRegistry');
  const about = { client: readAddress(client, '--client'), taskId: readWord(task, '--task') };
  const requestHash = createTaskRequestHash({ contract, reputationRegistry, ...about, agentId, validator });
  return { agentId, validator, requestHash };
}

type Receipt = Promise<TransactionReceipt | undefined>;

async function ask(
  context: TaskContext,
  { agentId, validator, requestHash }: Asked,
  requestURI: string,
  then: string,
): Receipt {
  const contract = (await context.addressOf('validationRegistry')) as Address;
  const call = prepareValidationRequest(contract, { agentId, validator, requestURI, requestHash });
  const what = `Asks ${validator} about agent ${agentId} under ${requestHash}. It can't be taken back.${then}`;
  return context.send(call, what);
}

async function allow(context: TaskContext, requestHash: Hex, requester: Address, options: SendOptions): Receipt {
  const staked = await context.contract('stakedValidation');
  const call = await staked.authorizeRequester.populateTransaction(requestHash, requester);
  return context.send(call, `Lets ${requester} open request ${requestHash} with terms of its choice.`, options);
}

export default taskAction(requestValidation);
