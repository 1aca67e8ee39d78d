// Requests for validation, and the rounds of staked validators. What the columns mean is at the interfaces in core/rows.ts.
import { onchainTable, primaryKey } from 'ponder';
import { mode, origin, settlement, status, verdictState } from './columns.ts';

export const validationRequest = onchainTable(
  'validation_request',
  (t) => ({
    chainId: t.integer().notNull(),
    requestHash: t.hex().notNull(),
    agentId: t.bigint().notNull(),
    validator: t.hex().notNull(),
    uri: t.text().notNull(),
    isSelf: t.boolean().notNull(),
    answers: t.integer().notNull(),
    response: t.integer(),
    responseUri: t.text().notNull(),
    responseHash: t.hex(),
    tag: t.text().notNull(),
    updatedAt: t.bigint().notNull(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.requestHash] }) }),
);

export const validationAnswer = onchainTable(
  'validation_answer',
  (t) => ({
    chainId: t.integer().notNull(),
    requestHash: t.hex().notNull(),
    number: t.integer().notNull(),
    response: t.integer().notNull(),
    uri: t.text().notNull(),
    hash: t.hex().notNull(),
    tag: t.text().notNull(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.requestHash, table.number] }) }),
);

export const stakedRequest = onchainTable(
  'staked_request',
  (t) => ({
    chainId: t.integer().notNull(),
    requestHash: t.hex().notNull(),
    agentId: t.bigint(),
    authorized: t.hex(),
    round: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.requestHash] }) }),
);

export const stakedRound = onchainTable(
  'staked_round',
  (t) => ({
    chainId: t.integer().notNull(),
    requestHash: t.hex().notNull(),
    round: t.integer().notNull(),
    status: status('status').notNull(),
    mode: mode('mode').notNull(),
    parametersVersion: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    requester: t.hex().notNull(),
    deposit: t.bigint().notNull(),
    measurement: t.hex().notNull(),
    commitEnd: t.bigint().notNull(),
    revealEnd: t.bigint().notNull(),
    minValidators: t.integer().notNull(),
    committed: t.integer().notNull(),
    revealed: t.integer().notNull(),
    response: t.integer().notNull(),
    teeResponse: t.integer().notNull(),
    teePayee: t.hex(),
    teeAnsweredAt: t.bigint(),
    teeKeyId: t.hex(),
    teeEvidenceHash: t.hex(),
    finalizedAt: t.bigint(),
    refund: t.bigint(),
    rewardPerHead: t.bigint(),
    toTreasury: t.bigint(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.requestHash, table.round] }) }),
);

export const stakedVerdict = onchainTable(
  'staked_verdict',
  (t) => ({
    chainId: t.integer().notNull(),
    requestHash: t.hex().notNull(),
    round: t.integer().notNull(),
    validator: t.hex().notNull(),
    index: t.integer().notNull(),
    commitment: t.hex().notNull(),
    stake: t.bigint().notNull(),
    state: verdictState('state').notNull(),
    response: t.integer().notNull(),
    salt: t.hex(),
    settlement: settlement('settlement'),
    payout: t.bigint(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.requestHash, table.round, table.validator] }) }),
);

export const stakedAccount = onchainTable(
  'staked_account',
  (t) => ({
    chainId: t.integer().notNull(),
    account: t.hex().notNull(),
    owed: t.bigint().notNull(),
    right: t.integer().notNull(),
    wrong: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.account] }) }),
);

export const stakedParameters = onchainTable(
  'staked_parameters',
  (t) => ({
    chainId: t.integer().notNull(),
    version: t.integer().notNull(),
    minDeposit: t.bigint().notNull(),
    baseStake: t.bigint().notNull(),
    tolerance: t.integer().notNull(),
    fullSlashDistance: t.integer().notNull(),
    consensusBps: t.integer().notNull(),
    rewardBps: t.integer().notNull(),
    slashBps: t.integer().notNull(),
    revealPeriod: t.integer().notNull(),
    minValidators: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.version] }) }),
);

export const stakedBook = onchainTable(
  'staked_book',
  (t) => ({
    chainId: t.integer().notNull(),
    parametersVersion: t.integer().notNull(),
    guardian: t.hex(),
    isPaused: t.boolean().notNull(),
    locked: t.bigint().notNull(),
    owed: t.bigint().notNull(),
    treasury: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId] }) }),
);
