import type { Hex } from '../rows.ts';
import { findOrFail, lower, originOf } from '../store.ts';
import type { ChainEvent, Store } from '../store.ts';

const SUM_DECIMALS = 18;

interface NewFeedbackArgs {
  readonly agentId: bigint;
  readonly clientAddress: Hex;
  readonly feedbackIndex: bigint;
  readonly value: bigint;
  readonly valueDecimals: number;
  readonly tag1: string;
  readonly tag2: string;
  readonly endpoint: string;
  readonly feedbackURI: string;
  readonly feedbackHash: Hex;
}

/** A feedback, open until the next event says that a task is behind it. */
export async function onNewFeedback(store: Store, event: ChainEvent<NewFeedbackArgs>): Promise<void> {
  const { chainId } = store;
  const { agentId, value, valueDecimals, tag1, tag2, endpoint, feedbackURI, feedbackHash } = event.args;
  const client = lower(event.args.clientAddress);
  const feedbackIndex = Number(event.args.feedbackIndex);
  await countFeedback(store, event, client, feedbackIndex);
  await store.insert('feedback', {
    chainId,
    agentId,
    client,
    feedbackIndex,
    value,
    decimals: valueDecimals,
    valueAt18Decimals: value * 10n ** BigInt(SUM_DECIMALS - valueDecimals),
    tag1,
    tag2,
    endpoint,
    uri: feedbackURI,
    hash: lower(feedbackHash),
    feedbackClass: 'Open',
    isRevoked: false,
    revokedAt: null,
    responses: 0,
    ...originOf(event),
  });
}

async function countFeedback(
  store: Store,
  event: ChainEvent<NewFeedbackArgs>,
  client: Hex,
  lastIndex: number,
): Promise<void> {
  const { chainId } = store;
  const { agentId } = event.args;
  const key = { chainId, agentId, client };
  if ((await store.find('agentClient', key)) !== null) {
    await store.update('agentClient', key, { lastIndex });
    return;
  }
  await store.insert('agentClient', {
    ...key,
    lastIndex,
    isExcluded: false,
    exclusionFrom: null,
    ...originOf(event),
  });
}

/** The client took its feedback back. */
export async function onFeedbackRevoked(
  { chainId, update }: Store,
  { args, block }: ChainEvent<Pick<NewFeedbackArgs, 'agentId' | 'clientAddress' | 'feedbackIndex'>>,
): Promise<void> {
  const key = { agentId: args.agentId, client: lower(args.clientAddress), feedbackIndex: Number(args.feedbackIndex) };
  await update('feedback', { chainId, ...key }, { isRevoked: true, revokedAt: block.timestamp });
}

interface ResponseArgs {
  readonly agentId: bigint;
  readonly clientAddress: Hex;
  readonly feedbackIndex: bigint;
  readonly responder: Hex;
  readonly responseURI: string;
  readonly responseHash: Hex;
}

/** Somebody answered a feedback. */
export async function onResponseAppended(store: Store, event: ChainEvent<ResponseArgs>): Promise<void> {
  const { agentId, clientAddress, responder, responseURI, responseHash } = event.args;
  const feedbackIndex = Number(event.args.feedbackIndex);
  const key = { chainId: store.chainId, agentId, client: lower(clientAddress), feedbackIndex };
  const number = (await findOrFail(store, 'feedback', key)).responses + 1;
  await store.update('feedback', key, { responses: number });
  await store.insert('feedbackResponse', {
    ...key,
    number,
    responder: lower(responder),
    uri: responseURI,
    hash: lower(responseHash),
    ...originOf(event),
  });
}

interface ExclusionArgs {
  readonly agentId: bigint;
  readonly client: Hex;
}

/** A client of the agent's own side shall be left out of its trust summaries. */
export async function onClientExclusionAnnounced(
  { chainId, update }: Store,
  { args }: ChainEvent<ExclusionArgs & { readonly from: bigint }>,
): Promise<void> {
  const key = { chainId, agentId: args.agentId, client: lower(args.client) };
  await update('agentClient', key, { exclusionFrom: args.from });
}

/** The client is left out. */
export async function onClientExcluded({ chainId, update }: Store, { args }: ChainEvent<ExclusionArgs>): Promise<void> {
  const key = { chainId, agentId: args.agentId, client: lower(args.client) };
  await update('agentClient', key, { isExcluded: true, exclusionFrom: null });
}

/** The client is back, or the announcement was withdrawn. */
export async function onClientReinstated(
  { chainId, update }: Store,
  { args }: ChainEvent<ExclusionArgs>,
): Promise<void> {
  const key = { chainId, agentId: args.agentId, client: lower(args.client) };
  await update('agentClient', key, { isExcluded: false, exclusionFrom: null });
}

/** A nonce of signed feedback is used up. */
export async function onNonceUsed(
  { chainId, insert }: Store,
  { args }: ChainEvent<{ readonly client: Hex; readonly nonce: bigint }>,
): Promise<void> {
  await insert('usedNonce', { chainId, client: lower(args.client), nonce: args.nonce });
}
