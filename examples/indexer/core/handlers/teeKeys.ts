import { KEY_TYPES, PROPOSAL_STATUSES, TEE_KINDS, memberOf } from '../names.ts';
import type { Hex, TeeBook, TeeKey, TeeProposal } from '../rows.ts';
import { addressOrNull, findOrFail, lower, originOf } from '../store.ts';
import type { ChainEvent, Store } from '../store.ts';

interface ProposedArgs {
  readonly proposalId: bigint;
  readonly keyId: Hex;
  readonly proposer: Hex;
  readonly keyType: number;
  readonly publicKey: Hex;
  readonly kind: number;
  readonly measurement: Hex;
  readonly evidenceURI: string;
  readonly evidenceHash: Hex;
  readonly evidenceVerified: boolean;
  readonly totalWeight: bigint;
}

/** A key was proposed, by the rules of now. */
export async function onProposed(store: Store, event: ChainEvent<ProposedArgs>): Promise<void> {
  const { chainId } = store;
  const { publicKey, measurement, evidenceURI, evidenceHash, evidenceVerified, totalWeight } = event.args;
  const proposalId = Number(event.args.proposalId);
  const keyId = lower(event.args.keyId);
  const keyType = memberOf(KEY_TYPES, event.args.keyType);
  const book = await bookOf(store);
  const { stake, votingPeriod, trustPeriod, approvalBps, participationBps, slashBps, feeBps } = book;
  await store.insert('teeProposal', {
    chainId,
    proposalId,
    keyId,
    proposer: lower(event.args.proposer),
    kind: memberOf(TEE_KINDS, event.args.kind),
    keyType,
    measurement: lower(measurement),
    evidenceUri: evidenceURI,
    evidenceHash: lower(evidenceHash),
    evidenceVerified,
    totalWeight,
    weightFor: 0n,
    weightAgainst: 0n,
    status: 'Open',
    stake,
    votingPeriod,
    trustPeriod,
    approvalBps,
    participationBps,
    slashBps,
    feeBps,
    refund: null,
    kept: null,
    ...originOf(event),
  });
  await openProposal(store, keyId, { keyType, publicKey: lower(publicKey), openProposal: proposalId });
  await changeBook(store, { proposals: proposalId, committed: book.committed + stake });
}

async function openProposal(
  { chainId, find, put }: Store,
  keyId: Hex,
  proposed: Pick<TeeKey, 'keyType' | 'publicKey' | 'openProposal'>,
): Promise<void> {
  const unknown = { chainId, keyId, decidedBy: 0, trustedUntil: 0n, revokedAt: 0n, revokeReason: '', voidUpTo: 0 };
  await put('teeKey', { ...((await find('teeKey', { chainId, keyId })) ?? unknown), ...proposed });
}

interface VotedArgs {
  readonly proposalId: bigint;
  readonly voter: Hex;
  readonly support: boolean;
  readonly weight: bigint;
}

/** A vote was cast. */
export async function onVoted(store: Store, { args }: ChainEvent<VotedArgs>): Promise<void> {
  const { support, weight } = args;
  const key = { chainId: store.chainId, proposalId: Number(args.proposalId) };
  await store.insert('teeBallot', { ...key, voter: lower(args.voter), support, weight });
  const { weightFor, weightAgainst } = await findOrFail(store, 'teeProposal', key);
  const changes = support ? { weightFor: weightFor + weight } : { weightAgainst: weightAgainst + weight };
  await store.update('teeProposal', key, changes);
}

interface SettledArgs {
  readonly proposalId: bigint;
  readonly keyId: Hex;
  readonly status: number;
  readonly refund: bigint;
  readonly kept: bigint;
  readonly trustedUntil: bigint;
}

/** A proposal was closed. */
export async function onSettled(store: Store, { args }: ChainEvent<SettledArgs>): Promise<void> {
  const { chainId } = store;
  const { refund, kept } = args;
  const proposalId = Number(args.proposalId);
  const status = memberOf(PROPOSAL_STATUSES, args.status);
  await store.update('teeProposal', { chainId, proposalId }, { status, refund, kept });
  const { proposer } = await findOrFail(store, 'teeProposal', { chainId, proposalId });
  await decide(store, lower(args.keyId), proposalId, status, args.trustedUntil);
  const owed = (await store.find('teeAccount', { chainId, account: proposer }))?.owed ?? 0n;
  await store.put('teeAccount', { chainId, account: proposer, owed: owed + refund });
  const { committed, treasury } = await bookOf(store);
  await changeBook(store, { committed: committed - kept, treasury: treasury + kept });
}

/** An approval decides unless the key was revoked after the proposal was made. */
async function decide(
  store: Store,
  keyId: Hex,
  proposalId: number,
  status: TeeProposal['status'],
  trustedUntil: bigint,
): Promise<void> {
  const key = { chainId: store.chainId, keyId };
  const { voidUpTo } = await findOrFail(store, 'teeKey', key);
  const approved = status === 'Approved' && proposalId > voidUpTo;
  await store.update('teeKey', key, {
    openProposal: 0,
    trustedUntil,
    ...((approved || status === 'Rejected') && { decidedBy: proposalId }),
    ...(approved && { revokedAt: 0n, revokeReason: '' }),
  });
}

/** A key lost its trust, and all proposals made so far can't restore it. */
export async function onRevoked(
  store: Store,
  { args, block }: ChainEvent<{ readonly keyId: Hex; readonly reason: string }>,
): Promise<void> {
  const { proposals } = await bookOf(store);
  await store.update(
    'teeKey',
    { chainId: store.chainId, keyId: lower(args.keyId) },
    { trustedUntil: 0n, revokedAt: block.timestamp, revokeReason: args.reason, voidUpTo: proposals },
  );
}

/** An account took what was owed to it. */
export async function onWithdrawn(
  store: Store,
  { args }: ChainEvent<{ readonly account: Hex; readonly amount: bigint }>,
): Promise<void> {
  const key = { chainId: store.chainId, account: lower(args.account) };
  const { owed } = await findOrFail(store, 'teeAccount', key);
  await store.update('teeAccount', key, { owed: owed - args.amount });
  const { committed } = await bookOf(store);
  await changeBook(store, { committed: committed - args.amount });
}

/** The owner took slashed sums and fees. */
export async function onTreasuryPaid(store: Store, { args }: ChainEvent<{ readonly amount: bigint }>): Promise<void> {
  const { treasury } = await bookOf(store);
  await changeBook(store, { treasury: treasury - args.amount });
}

interface ParametersArgs {
  readonly parameters: {
    readonly stake: bigint;
    readonly votingPeriod: number;
    readonly trustPeriod: number;
    readonly approvalBps: number;
    readonly participationBps: number;
    readonly slashBps: number;
    readonly feeBps: number;
  };
}

/** The rules of later proposals. */
export async function onParametersSet(store: Store, { args }: ChainEvent<ParametersArgs>): Promise<void> {
  await changeBook(store, args.parameters);
}

/** Another guardian. */
export async function onGuardianSet(store: Store, { args }: ChainEvent<{ readonly guardian: Hex }>): Promise<void> {
  await changeBook(store, { guardian: addressOrNull(args.guardian) });
}

/** Another verifier for a kind of TEE. */
export async function onVerifierSet(
  { chainId, put }: Store,
  { args }: ChainEvent<{ readonly kind: number; readonly verifier: Hex }>,
): Promise<void> {
  await put('teeVerifier', { chainId, kind: memberOf(TEE_KINDS, args.kind), verifier: addressOrNull(args.verifier) });
}

interface WeightArgs {
  readonly voter: Hex;
  readonly weight: bigint;
  readonly totalWeight: bigint;
}

/** Another weight of a voter. */
export async function onVoteWeightSet({ chainId, put }: Store, { args, block }: ChainEvent<WeightArgs>): Promise<void> {
  const since = block.timestamp;
  await put('teeVoteWeight', { chainId, voter: lower(args.voter), since, weight: args.weight });
  await put('teeTotalWeight', { chainId, since, weight: args.totalWeight });
}

async function changeBook(store: Store, changes: Partial<TeeBook>): Promise<void> {
  await store.put('teeBook', { ...(await bookOf(store)), ...changes });
}

/** The book; empty before the constructor's events. */
async function bookOf({ chainId, find }: Store): Promise<TeeBook> {
  const found = await find('teeBook', { chainId });
  if (found !== null) return found;
  return {
    chainId,
    guardian: null,
    proposals: 0,
    committed: 0n,
    treasury: 0n,
    stake: 0n,
    votingPeriod: 0,
    trustPeriod: 0,
    approvalBps: 0,
    participationBps: 0,
    slashBps: 0,
    feeBps: 0,
  };
}
