import { MODES, SETTLEMENTS, STATUSES, memberOf } from '../names.ts';
import type { Hex, StakedBook } from '../rows.ts';
import { addressOrNull, findOrFail, lower, originOf } from '../store.ts';
import type { ChainEvent, Store } from '../store.ts';

/** The agent's side allowed an account to open the request. */
export async function onRequesterAuthorized(
  { chainId, find, put }: Store,
  { args }: ChainEvent<{ readonly requestHash: Hex; readonly requester: Hex }>,
): Promise<void> {
  const key = { chainId, requestHash: lower(args.requestHash) };
  const request = (await find('stakedRequest', key)) ?? { ...key, agentId: null, round: 0 };
  await put('stakedRequest', { ...request, authorized: addressOrNull(args.requester) });
}

interface OpenedArgs {
  readonly requestHash: Hex;
  readonly agentId: bigint;
  readonly requester: Hex;
  readonly round: number;
  readonly terms: { readonly mode: number; readonly minValidators: number; readonly measurement: Hex };
  readonly deposit: bigint;
  readonly parametersVersion: bigint;
  readonly commitEnd: bigint;
  readonly revealEnd: bigint;
}

/** A round began. */
export async function onRequestOpened(store: Store, event: ChainEvent<OpenedArgs>): Promise<void> {
  const { agentId, requester, round, terms, deposit, parametersVersion, commitEnd, revealEnd } = event.args;
  const key = { chainId: store.chainId, requestHash: lower(event.args.requestHash) };
  const authorized = (await store.find('stakedRequest', key))?.authorized ?? null;
  await store.put('stakedRequest', { ...key, agentId, authorized, round });
  await store.insert('stakedRound', {
    ...key,
    round,
    status: 'Open',
    mode: memberOf(MODES, terms.mode),
    parametersVersion: Number(parametersVersion),
    agentId,
    requester: lower(requester),
    deposit,
    measurement: lower(terms.measurement),
    commitEnd,
    revealEnd,
    minValidators: terms.minValidators,
    committed: 0,
    revealed: 0,
    response: 0,
    teeResponse: 0,
    teePayee: null,
    teeAnsweredAt: null,
    teeKeyId: null,
    teeEvidenceHash: null,
    finalizedAt: null,
    refund: null,
    rewardPerHead: null,
    toTreasury: null,
    ...originOf(event),
  });
  await move(store, { locked: deposit });
}

interface CommittedArgs {
  readonly requestHash: Hex;
  readonly validator: Hex;
  readonly round: number;
  readonly index: bigint;
  readonly commitment: Hex;
  readonly stake: bigint;
}

/** A validator staked on a verdict. */
export async function onVerdictCommitted(store: Store, event: ChainEvent<CommittedArgs>): Promise<void> {
  const { round, index, commitment, stake } = event.args;
  const key = { chainId: store.chainId, requestHash: lower(event.args.requestHash), round };
  await store.insert('stakedVerdict', {
    ...key,
    validator: lower(event.args.validator),
    index: Number(index),
    commitment: lower(commitment),
    stake,
    state: 'Committed',
    response: 0,
    salt: null,
    settlement: null,
    payout: null,
    ...originOf(event),
  });
  await store.update('stakedRound', key, { committed: Number(index) + 1 });
  await move(store, { locked: stake });
}

interface RevealedArgs {
  readonly requestHash: Hex;
  readonly validator: Hex;
  readonly round: number;
  readonly response: number;
  readonly salt: Hex;
}

/** A validator showed its verdict. */
export async function onVerdictRevealed(store: Store, { args }: ChainEvent<RevealedArgs>): Promise<void> {
  const key = { chainId: store.chainId, requestHash: lower(args.requestHash), round: args.round };
  const changes = { state: 'Revealed', response: args.response, salt: lower(args.salt) } as const;
  await store.update('stakedVerdict', { ...key, validator: lower(args.validator) }, changes);
  const { revealed } = await findOrFail(store, 'stakedRound', key);
  await store.update('stakedRound', key, { revealed: revealed + 1 });
}

interface AnsweredArgs {
  readonly requestHash: Hex;
  readonly keyId: Hex;
  readonly round: number;
  readonly response: number;
  readonly evidenceHash: Hex;
  readonly payee: Hex;
}

/** A TEE answered. */
export async function onTeeAnswered({ chainId, update }: Store, event: ChainEvent<AnsweredArgs>): Promise<void> {
  const { requestHash, keyId, round, response, evidenceHash, payee } = event.args;
  await update(
    'stakedRound',
    { chainId, requestHash: lower(requestHash), round },
    {
      teeResponse: response,
      teePayee: lower(payee),
      teeAnsweredAt: event.block.timestamp,
      teeKeyId: lower(keyId),
      teeEvidenceHash: lower(evidenceHash),
    },
  );
}

interface SettledArgs {
  readonly requestHash: Hex;
  readonly validator: Hex;
  readonly round: number;
  readonly settlement: number;
  readonly payout: bigint;
}

/** A validator left a round. */
export async function onVerdictSettled(store: Store, { args }: ChainEvent<SettledArgs>): Promise<void> {
  const { chainId } = store;
  const { requestHash, round, payout } = args;
  const validator = lower(args.validator);
  const settlement = memberOf(SETTLEMENTS, args.settlement);
  const key = { chainId, requestHash: lower(requestHash), round, validator };
  await store.update('stakedVerdict', key, { settlement, payout });
  const judged = settlement === 'Returned' ? {} : { [settlement === 'Agreed' ? 'right' : 'wrong']: 1 };
  await owe(store, validator, payout, judged);
}

interface FinalizedArgs {
  readonly requestHash: Hex;
  readonly round: number;
  readonly status: number;
  readonly response: number;
  readonly refund: bigint;
  readonly rewardPerHead: bigint;
  readonly toTreasury: bigint;
}

/** A round ended; its validators were settled before. */
export async function onRequestFinalized(store: Store, { args, block }: ChainEvent<FinalizedArgs>): Promise<void> {
  const { response, refund, rewardPerHead, toTreasury } = args;
  const key = { chainId: store.chainId, requestHash: lower(args.requestHash), round: args.round };
  const status = memberOf(STATUSES, args.status);
  const changes = { status, response, finalizedAt: block.timestamp, refund, rewardPerHead, toTreasury };
  await store.update('stakedRound', key, changes);
  const { requester, mode, teePayee } = await findOrFail(store, 'stakedRound', key);
  await owe(store, requester, refund);
  if (status === 'Decided' && mode !== 'Stake' && teePayee !== null) await owe(store, teePayee, rewardPerHead);
  await move(store, { locked: -toTreasury, treasury: toTreasury });
}

/** An account took what was owed to it. */
export async function onStakedWithdrawn(
  store: Store,
  { args }: ChainEvent<{ readonly account: Hex; readonly amount: bigint }>,
): Promise<void> {
  const key = { chainId: store.chainId, account: lower(args.account) };
  const { owed } = await findOrFail(store, 'stakedAccount', key);
  await store.update('stakedAccount', key, { owed: owed - args.amount });
  await move(store, { owed: -args.amount });
}

/** The owner took slashed sums. */
export async function onStakedTreasuryPaid(
  store: Store,
  { args }: ChainEvent<{ readonly amount: bigint }>,
): Promise<void> {
  await move(store, { treasury: -args.amount });
}

interface ParametersArgs {
  readonly version: bigint;
  readonly parameters: {
    readonly minDeposit: bigint;
    readonly baseStake: bigint;
    readonly tolerance: number;
    readonly fullSlashDistance: number;
    readonly consensusBps: number;
    readonly rewardBps: number;
    readonly slashBps: number;
    readonly revealPeriod: number;
    readonly minValidators: number;
  };
}

/** The rules of later requests. */
export async function onStakedParametersSet(store: Store, { args }: ChainEvent<ParametersArgs>): Promise<void> {
  const { chainId } = store;
  const version = Number(args.version);
  await store.insert('stakedParameters', { chainId, version, ...args.parameters });
  await changeBook(store, { parametersVersion: version });
}

/** Another guardian. */
export async function onStakedGuardianSet(
  store: Store,
  { args }: ChainEvent<{ readonly guardian: Hex }>,
): Promise<void> {
  await changeBook(store, { guardian: addressOrNull(args.guardian) });
}

/** New requests are stopped. */
export async function onStakedPaused(store: Store): Promise<void> {
  await changeBook(store, { isPaused: true });
}

/** New requests are possible again. */
export async function onStakedUnpaused(store: Store): Promise<void> {
  await changeBook(store, { isPaused: false });
}

/** Makes what is locked an account's. */
async function owe(
  store: Store,
  account: Hex,
  amount: bigint,
  judged: { readonly right?: number; readonly wrong?: number } = {},
): Promise<void> {
  const key = { chainId: store.chainId, account };
  const { owed, right, wrong } = (await store.find('stakedAccount', key)) ?? { owed: 0n, right: 0, wrong: 0 };
  await store.put('stakedAccount', {
    ...key,
    owed: owed + amount,
    right: right + (judged.right ?? 0),
    wrong: wrong + (judged.wrong ?? 0),
  });
  await move(store, { locked: -amount, owed: amount });
}

/** Adds to the sums of the book. */
async function move(
  store: Store,
  change: { readonly locked?: bigint; readonly owed?: bigint; readonly treasury?: bigint },
): Promise<void> {
  const { locked, owed, treasury } = await bookOf(store);
  await changeBook(store, {
    locked: locked + (change.locked ?? 0n),
    owed: owed + (change.owed ?? 0n),
    treasury: treasury + (change.treasury ?? 0n),
  });
}

async function changeBook(store: Store, changes: Partial<StakedBook>): Promise<void> {
  await store.put('stakedBook', { ...(await bookOf(store)), ...changes });
}

/** The book; empty before the constructor's events. */
async function bookOf({ chainId, find }: Store): Promise<StakedBook> {
  const empty = { chainId, parametersVersion: 0, guardian: null, isPaused: false, locked: 0n, owed: 0n, treasury: 0n };
  return (await find('stakedBook', { chainId })) ?? empty;
}
