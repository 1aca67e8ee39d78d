import { encodeAbiParameters, keccak256, parseAbiParameters, stringToHex } from 'viem';
import type { Hex } from '../rows.ts';
import { addressOrNull, findOrFail, lower, originOf } from '../store.ts';
import type { ChainEvent, Store } from '../store.ts';

const TASK_TYPEHASH = keccak256(
  stringToHex(
    'TaskAuthorization(uint256 chainId,address registry,address client,bytes32 taskId,uint256 agentId,uint256 deadline,' +
      'address validator,uint256 minResponse,bytes32 salt)',
  ),
);
const TASK_COMMITMENT = parseAbiParameters(
  'bytes32, uint256, address, address, bytes32, uint256, uint256, address, uint256, bytes32',
);

/** A commitment to a task, also one made again. */
export async function onTaskCommitted(
  { chainId, put }: Store,
  { args, block }: ChainEvent<{ readonly client: Hex; readonly commitment: Hex }>,
): Promise<void> {
  const key = { client: lower(args.client), commitment: lower(args.commitment) };
  await put('taskCommitment', { chainId, ...key, committedAt: block.timestamp, revealedAt: null });
}

interface AuthorizedArgs {
  readonly agentId: bigint;
  readonly client: Hex;
  readonly taskId: Hex;
  readonly deadline: bigint;
  readonly validator: Hex;
  readonly minResponse: bigint;
  readonly salt: Hex;
}

/** A client authorized a task, which used up the commitment to it. */
export async function onTaskAuthorized(store: Store, event: ChainEvent<AuthorizedArgs>): Promise<void> {
  const { chainId } = store;
  const { agentId, client, taskId, deadline, validator, minResponse } = event.args;
  const key = { chainId, client: lower(client), commitment: commitmentOf(chainId, event) };
  await store.update('taskCommitment', key, { revealedAt: event.block.timestamp });
  await store.insert('task', {
    chainId,
    client: lower(client),
    taskId: lower(taskId),
    agentId,
    deadline,
    validator: addressOrNull(validator),
    minResponse: Number(minResponse),
    feedbackIndex: null,
    raisedBy: null,
    raisedAt: null,
    ...originOf(event),
  });
}

/** The commitment that was revealed, as the registry's `taskCommitment` gives it; no event names it. */
function commitmentOf(chainId: number, { args, log }: ChainEvent<AuthorizedArgs>): Hex {
  const { client, taskId, agentId, deadline, validator, minResponse, salt } = args;
  return keccak256(
    encodeAbiParameters(TASK_COMMITMENT, [
      TASK_TYPEHASH,
      BigInt(chainId),
      log.address,
      client,
      taskId,
      agentId,
      deadline,
      validator,
      minResponse,
      salt,
    ]),
  );
}

/** The feedback that was given just now rates a task. */
export async function onTaskFeedbackGiven(
  store: Store,
  { args }: ChainEvent<{ readonly client: Hex; readonly taskId: Hex; readonly feedbackIndex: bigint }>,
): Promise<void> {
  const { chainId } = store;
  const key = { chainId, client: lower(args.client), taskId: lower(args.taskId) };
  const feedbackIndex = Number(args.feedbackIndex);
  const { agentId } = await findOrFail(store, 'task', key);
  await store.update('task', key, { feedbackIndex });
  const { client } = key;
  await store.update('feedback', { chainId, agentId, client, feedbackIndex }, { feedbackClass: 'TaskBacked' });
}

interface ValidatedArgs {
  readonly agentId: bigint;
  readonly client: Hex;
  readonly taskId: Hex;
  readonly feedbackIndex: bigint;
  readonly validator: Hex;
  readonly threshold: bigint;
}

/** A validator has approved the result. */
export async function onTaskValidated(store: Store, { args }: ChainEvent<ValidatedArgs>): Promise<void> {
  const raise = { raisedBy: lower(args.validator), raisedAt: Number(args.threshold) };
  await changeClass(store, args, 'Validated', raise);
}

/** The validator has lowered its answer. */
export async function onTaskValidationWithdrawn(
  store: Store,
  { args }: ChainEvent<Omit<ValidatedArgs, 'threshold'>>,
): Promise<void> {
  await changeClass(store, args, 'TaskBacked', { raisedBy: null, raisedAt: null });
}

async function changeClass(
  { chainId, update }: Store,
  args: Pick<ValidatedArgs, 'agentId' | 'client' | 'taskId' | 'feedbackIndex'>,
  feedbackClass: 'TaskBacked' | 'Validated',
  raise: { readonly raisedBy: Hex | null; readonly raisedAt: number | null },
): Promise<void> {
  const client = lower(args.client);
  const feedback = { chainId, agentId: args.agentId, client, feedbackIndex: Number(args.feedbackIndex) };
  await update('feedback', feedback, { feedbackClass });
  await update('task', { chainId, client, taskId: lower(args.taskId) }, raise);
}

/** What governance asks of the answers of the validators that it lists. */
export async function onThresholdSet(
  { chainId, put }: Store,
  { args }: ChainEvent<{ readonly threshold: bigint }>,
): Promise<void> {
  await put('taskPolicy', { chainId, threshold: Number(args.threshold) });
}

/** Governance lists a validator, or not any more. */
export async function onValidatorSet(
  { chainId, put }: Store,
  { args }: ChainEvent<{ readonly validator: Hex; readonly listed: boolean }>,
): Promise<void> {
  await put('policyValidator', { chainId, validator: lower(args.validator), isListed: args.listed });
}
