import { getAddress } from 'ethers';
import type { TypedDataField } from 'ethers';
import { createSalt } from '../../sdk/typescript/src/client/index.ts';
import type { Address, Hex, SigningRequest } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { contractRef } from '../lib/contractRef.ts';
import { writeNewFile } from '../lib/files.ts';
import { formatTime } from '../lib/formatTime.ts';
import { openSigner } from '../lib/keys/openKeys.ts';
import { parseTime } from '../lib/parseTime.ts';
import { readAgentId } from '../lib/readAgentId.ts';
import { taskAction } from '../lib/taskAction.ts';
import { toJson } from '../lib/toJson.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { readRating } from './rating.ts';
import type { RatingArguments } from './rating.ts';
import { readFeedbackIndex } from './readFeedbackIndex.ts';
import { readTaskOf } from './readTaskOf.ts';
import { toRequest } from './signedFile.ts';
import type { Signed, Unsigned } from './signedFile.ts';

const DAY = 86_400;

export interface SignArguments extends ReadArguments, RatingArguments {
  readonly agent: string;
  readonly task: string;
  /** Index of the feedback to revoke; 0 to rate. */
  readonly revoke: bigint;
  /** Empty for a day from now. */
  readonly deadline: string;
  readonly from: string;
  /** Name of a key file; empty for the account of `from`. */
  readonly key: string;
  /** Empty for stdout. */
  readonly out: string;
}

/** Who signs, and how. */
interface Client {
  readonly address: Address;
  readonly sign: (request: SigningRequest) => Promise<Hex>;
}

/**
 * Signs a feedback or a revocation, to be sent by anybody. Nothing is sent. The nonce is random, so that it is new without
 * asking the chain.
 */
export async function signFeedback(context: TaskContext, args: SignArguments): Promise<TaskResult> {
  const deadline = await readDeadline(context, args.deadline);
  const client = await openClient(context, args.key);
  const unsigned = await compose(context, args, { client: client.address, nonce: BigInt(createSalt()), deadline });
  const signed: Signed = { ...unsigned, signature: await client.sign(toRequest(unsigned)) };
  if (args.out === '') return { data: signed, text: toJson(signed).split('\n') };
  writeNewFile(args.out, `${toJson(signed)}\n`, '--out');
  const until = formatTime(deadline);
  return {
    data: { file: args.out, ...signed },
    text: [`Signed by ${client.address}, written to ${args.out}. Anybody can send it until ${until}.`],
  };
}

async function compose(context: TaskContext, args: SignArguments, by: Unsigned['by']): Promise<Unsigned> {
  const revoked = args.revoke === 0n ? undefined : readFeedbackIndex(args.revoke, '--revoke');
  if (revoked !== undefined && args.value !== '') {
    throw new TaskError('two-kinds', 'give either --value or --revoke', { field: '--value', value: args.value });
  }
  const rating = revoked === undefined ? readRating(args) : undefined;
  const { chainId, address: registry } = await contractRef(context, 'reputationRegistry');
  const common = { format: 'sage-signed-feedback', version: 1, chainId: BigInt(chainId), registry, by } as const;
  const agentId = await readAgentId(context, args.agent);
  if (rating === undefined) return { ...common, kind: 'revocation', agentId, feedbackIndex: revoked ?? 0n };
  const { value, valueDecimals } = rating;
  const input = { agentId, ...rating, value: BigInt(value), valueDecimals: Number(valueDecimals) };
  const taskId = await readTaskOf(context, args.task, by.client, agentId);
  if (taskId === undefined) return { ...common, kind: 'feedback', input };
  return { ...common, kind: 'task-feedback', taskId, input };
}

async function readDeadline(context: TaskContext, text: string): Promise<bigint> {
  const now = await context.chainTime();
  if (text === '') return BigInt(now + DAY);
  const deadline = parseTime(text, '--deadline');
  if (deadline > now) return BigInt(deadline);
  throw new TaskError('deadline-passed', `it is ${formatTime(now)} on the chain; give a later time`, {
    field: '--deadline',
    value: text,
  });
}

async function openClient(context: TaskContext, key: string): Promise<Client> {
  if (key !== '') {
    const signer = await openSigner(context, key, '--key');
    if (signer.address === undefined) {
      throw new TaskError('key-has-no-account', 'only a secp256k1 key has an account; name another key', {
        field: '--key',
        value: key,
      });
    }
    const address = getAddress(signer.address) as Address;
    return { address, sign: ({ typedData }) => signer.signTypedData(typedData) };
  }
  const signer = await context.signer();
  const sign = async ({ typedData }: SigningRequest): Promise<Hex> => {
    const { domain, types, message } = typedData;
    return (await signer.signTypedData(domain, types as Record<string, TypedDataField[]>, message)) as Hex;
  };
  return { address: signer.address as Address, sign };
}

export default taskAction(signFeedback);
