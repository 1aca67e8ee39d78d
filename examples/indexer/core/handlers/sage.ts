import { KEY_STATES, KEY_TYPES, memberOf } from '../names.ts';
import type { Agent, Hex } from '../rows.ts';
import { addressOrNull, findOrFail, lower, originOf } from '../store.ts';
import type { ChainEvent, Store } from '../store.ts';

/**
 * Before the first event of SAGE's registry.
 *
 * @param tracksTransfers `getParameters().tracksTransfers` of the registry, which never changes.
 */
export async function setUpSage({ chainId, insert }: Store, tracksTransfers: boolean): Promise<void> {
  await insert('sageRegistry', {
    chainId,
    tracksTransfers,
    isPaused: false,
    guardian: null,
    hook: null,
    hookBefore: false,
    hookAfterwards: false,
    revealTransaction: null,
    revealLogIndex: 0,
  });
}

interface CommitmentArgs {
  readonly committer: Hex;
  readonly commitment: Hex;
}

/** A commitment, also one made again. */
export async function onRegistrationCommitted(
  { chainId, put }: Store,
  { args, block }: ChainEvent<CommitmentArgs>,
): Promise<void> {
  const { committer, commitment } = args;
  const committedAt = block.timestamp;
  await put('registrationCommitment', {
    chainId,
    committer: lower(committer),
    commitment: lower(commitment),
    committedAt,
    revealedAt: null,
  });
}

/** A commitment is used up; the registration follows. */
export async function onRegistrationRevealed(store: Store, event: ChainEvent<CommitmentArgs>): Promise<void> {
  const { chainId, update } = store;
  const { args, block, transaction, log } = event;
  const key = { chainId, committer: lower(args.committer), commitment: lower(args.commitment) };
  await update('registrationCommitment', key, { revealedAt: block.timestamp });
  await update('sageRegistry', { chainId }, { revealTransaction: transaction.hash, revealLogIndex: log.logIndex });
}

interface RegisteredArgs {
  readonly agentId: bigint;
  readonly owner: Hex;
  readonly did: string;
}

/** An agent gets its DID; its first keys follow. */
export async function onAgentRegistered(store: Store, event: ChainEvent<RegisteredArgs>): Promise<void> {
  const { chainId } = store;
  const { agentId, did } = event.args;
  const boundOwner = lower(event.args.owner);
  const agent = await findOrFail(store, 'agent', { chainId, agentId });
  await store.update('agent', { chainId, agentId }, { did, isActive: true });
  await beginEpoch(store, event, agent, { epoch: 0, boundOwner, leftAt: await leftBefore(store, event, agent) });
}

/**
 * When an agent that this very call has registered left its owner, who is told of the minting and can pass the agent on before the
 * keys are added: then they are never in force.
 */
async function leftBefore(store: Store, event: ChainEvent<RegisteredArgs>, agent: Agent): Promise<bigint | null> {
  const { chainId } = store;
  const { tracksTransfers, revealTransaction, revealLogIndex } = await findOrFail(store, 'sageRegistry', { chainId });
  if (!tracksTransfers || agent.transfers === 0) return null;
  const { hash } = event.transaction;
  const mintedByThis = agent.mintedBy === hash && revealTransaction === hash && agent.logIndex > revealLogIndex;
  return mintedByThis ? event.block.timestamp : null;
}

/** Another owner begins an epoch with keys of its own. */
export async function onAgentClaimed(
  store: Store,
  event: ChainEvent<{ readonly agentId: bigint; readonly owner: Hex; readonly epoch: number }>,
): Promise<void> {
  const { agentId, epoch } = event.args;
  const agent = await findOrFail(store, 'agent', { chainId: store.chainId, agentId });
  await beginEpoch(store, event, agent, { epoch, boundOwner: lower(event.args.owner), leftAt: null });
}

async function beginEpoch(
  store: Store,
  event: ChainEvent<unknown>,
  agent: Agent,
  begun: { readonly epoch: number; readonly boundOwner: Hex; readonly leftAt: bigint | null },
): Promise<void> {
  const { chainId } = store;
  const { agentId } = agent;
  const { epoch, boundOwner } = begun;
  const isClaimed = begun.leftAt === null && agent.owner === boundOwner;
  const seenAt = event.block.timestamp;
  const changes = { epoch, boundOwner, isClaimed, hasEnded: false, activeKeys: 0, seenAt };
  await store.update('agent', { chainId, agentId }, changes);
  const endedAt = isClaimed ? null : seenAt;
  await store.insert('agentEpoch', { chainId, agentId, epoch, owner: boundOwner, endedAt, ...originOf(event) });
}

/** The registry recorded when an epoch ended. */
export async function onEpochEnded(
  { chainId, update }: Store,
  { args }: ChainEvent<{ readonly agentId: bigint; readonly epoch: number; readonly endedAt: number }>,
): Promise<void> {
  const { agentId, epoch } = args;
  await update('agent', { chainId, agentId }, { isClaimed: false, hasEnded: true });
  await update('agentEpoch', { chainId, agentId, epoch }, { endedAt: BigInt(args.endedAt) });
}

/** The bound owner was seen to own the agent still. */
export async function onControlConfirmed(
  { chainId, update }: Store,
  { args, block }: ChainEvent<{ readonly agentId: bigint }>,
): Promise<void> {
  await update('agent', { chainId, agentId: args.agentId }, { seenAt: block.timestamp });
}

interface KeyAddedArgs {
  readonly agentId: bigint;
  readonly keyId: Hex;
  readonly keyType: number;
  readonly state: number;
  readonly nonce: number;
  readonly publicKey: Hex;
}

/** A key of the present epoch. */
export async function onKeyAdded(store: Store, event: ChainEvent<KeyAddedArgs>): Promise<void> {
  const { chainId } = store;
  const { agentId, nonce } = event.args;
  const { epoch, activeKeys } = await findOrFail(store, 'agent', { chainId, agentId });
  const seenAt = event.block.timestamp;
  await store.insert('agentKey', {
    chainId,
    agentId,
    keyId: lower(event.args.keyId),
    keyType: memberOf(KEY_TYPES, event.args.keyType),
    state: memberOf(KEY_STATES, event.args.state),
    publicKey: lower(event.args.publicKey),
    nonce,
    epoch,
    validFrom: seenAt,
    validUntil: null,
    compromisedSince: null,
    compromiseDeclaredAt: null,
    proof: null,
    ...originOf(event),
  });
  await store.update('agent', { chainId, agentId }, { nonce: nonce + 1, activeKeys: activeKeys + 1, seenAt });
}

/** The proof of the key that was added just now, which the contract can't check. */
export async function onKeyProofEmitted(
  { chainId, update }: Store,
  { args }: ChainEvent<{ readonly agentId: bigint; readonly keyId: Hex; readonly proof: Hex }>,
): Promise<void> {
  await update('agentKey', { chainId, agentId: args.agentId, keyId: lower(args.keyId) }, { proof: lower(args.proof) });
}

interface KeyRevokedArgs {
  readonly agentId: bigint;
  readonly keyId: Hex;
  readonly compromisedSince: number;
  readonly nonce: number;
}

/** The nonce after which no key can be added; revocations go on with it. */
const MAX_NONCE = 2 ** 24 - 1;

/** A revocation, or an earlier compromise of a key that is revoked already. */
export async function onKeyRevoked(store: Store, { args, block }: ChainEvent<KeyRevokedArgs>): Promise<void> {
  const { chainId } = store;
  const { agentId, compromisedSince, nonce } = args;
  const key = { chainId, agentId, keyId: lower(args.keyId) };
  const { validUntil } = await findOrFail(store, 'agentKey', key);
  await store.update('agentKey', key, {
    validUntil: validUntil ?? block.timestamp,
    ...(compromisedSince !== 0 && {
      compromisedSince: BigInt(compromisedSince),
      compromiseDeclaredAt: block.timestamp,
    }),
  });
  const agent = await findOrFail(store, 'agent', { chainId, agentId });
  const activeKeys = agent.activeKeys - (validUntil === null ? 1 : 0);
  const next = Math.min(nonce + 1, MAX_NONCE);
  await store.update('agent', { chainId, agentId }, { nonce: next, activeKeys, seenAt: block.timestamp });
}

interface ServiceArgs {
  readonly agentId: bigint;
  readonly by: Hex;
}

/** The agent is out of service: none of its keys is in force. */
export async function onAgentDeactivated(store: Store, event: ChainEvent<ServiceArgs>): Promise<void> {
  await changeService(store, event, false);
}

/** The agent is back in service. */
export async function onAgentReactivated(store: Store, event: ChainEvent<ServiceArgs>): Promise<void> {
  await changeService(store, event, true);
}

async function changeService(
  { chainId, update, put }: Store,
  { args, block }: ChainEvent<ServiceArgs>,
  isActive: boolean,
): Promise<void> {
  const { agentId } = args;
  await update('agent', { chainId, agentId }, { isActive });
  await put('agentService', { chainId, agentId, changedAt: block.timestamp, isActive, by: lower(args.by) });
}

/** The controller committed to a registration file. */
export async function onCardSet(
  { chainId, update }: Store,
  { args, block }: ChainEvent<{ readonly agentId: bigint; readonly uri: string; readonly contentHash: Hex }>,
): Promise<void> {
  const { agentId, uri, contentHash } = args;
  const changes = { cardUri: uri, cardHash: lower(contentHash), cardUpdatedAt: block.timestamp };
  await update('agent', { chainId, agentId }, changes);
}

/** Registrations are stopped. */
export async function onSagePaused({ chainId, update }: Store): Promise<void> {
  await update('sageRegistry', { chainId }, { isPaused: true });
}

/** Registrations are possible again. */
export async function onSageUnpaused({ chainId, update }: Store): Promise<void> {
  await update('sageRegistry', { chainId }, { isPaused: false });
}

/** Another guardian. */
export async function onSageGuardianSet(
  { chainId, update }: Store,
  { args }: ChainEvent<{ readonly guardian: Hex }>,
): Promise<void> {
  await update('sageRegistry', { chainId }, { guardian: addressOrNull(args.guardian) });
}

/** Another hook. */
export async function onHookSet(
  { chainId, update }: Store,
  { args }: ChainEvent<{ readonly hook: Hex; readonly before: boolean; readonly afterwards: boolean }>,
): Promise<void> {
  const changes = { hook: addressOrNull(args.hook), hookBefore: args.before, hookAfterwards: args.afterwards };
  await update('sageRegistry', { chainId }, changes);
}

/** The hook failed after a registration, of which each agent has one. */
export async function onHookFailed(
  store: Store,
  event: ChainEvent<{ readonly hook: Hex; readonly agentId: bigint; readonly reason: Hex }>,
): Promise<void> {
  const { hook, agentId, reason } = event.args;
  const row = { chainId: store.chainId, agentId, hook: lower(hook), reason: lower(reason), ...originOf(event) };
  await store.insert('hookFailure', row);
}
