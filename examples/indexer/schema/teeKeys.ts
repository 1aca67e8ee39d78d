// TEE keys and the votes about them. What the columns mean is at the interfaces in core/rows.ts.
import { onchainTable, primaryKey } from 'ponder';
import { keyType, origin, proposalStatus, teeKind } from './columns.ts';

export const teeKey = onchainTable(
  'tee_key',
  (t) => ({
    chainId: t.integer().notNull(),
    keyId: t.hex().notNull(),
    keyType: keyType('key_type').notNull(),
    publicKey: t.hex().notNull(),
    openProposal: t.integer().notNull(),
    decidedBy: t.integer().notNull(),
    trustedUntil: t.bigint().notNull(),
    revokedAt: t.bigint().notNull(),
    revokeReason: t.text().notNull(),
    voidUpTo: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.keyId] }) }),
);

export const teeProposal = onchainTable(
  'tee_proposal',
  (t) => ({
    chainId: t.integer().notNull(),
    proposalId: t.integer().notNull(),
    keyId: t.hex().notNull(),
    proposer: t.hex().notNull(),
    kind: teeKind('kind').notNull(),
    keyType: keyType('key_type').notNull(),
    measurement: t.hex().notNull(),
    evidenceUri: t.text().notNull(),
    evidenceHash: t.hex().notNull(),
    evidenceVerified: t.boolean().notNull(),
    totalWeight: t.bigint().notNull(),
    weightFor: t.bigint().notNull(),
    weightAgainst: t.bigint().notNull(),
    status: proposalStatus('status').notNull(),
    stake: t.bigint().notNull(),
    votingPeriod: t.integer().notNull(),
    trustPeriod: t.integer().notNull(),
    approvalBps: t.integer().notNull(),
    participationBps: t.integer().notNull(),
    slashBps: t.integer().notNull(),
    feeBps: t.integer().notNull(),
    refund: t.bigint(),
    kept: t.bigint(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.proposalId] }) }),
);

export const teeBallot = onchainTable(
  'tee_ballot',
  (t) => ({
    chainId: t.integer().notNull(),
    proposalId: t.integer().notNull(),
    voter: t.hex().notNull(),
    support: t.boolean().notNull(),
    weight: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.proposalId, table.voter] }) }),
);

export const teeVoteWeight = onchainTable(
  'tee_vote_weight',
  (t) => ({
    chainId: t.integer().notNull(),
    voter: t.hex().notNull(),
    since: t.bigint().notNull(),
    weight: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.voter, table.since] }) }),
);

export const teeTotalWeight = onchainTable(
  'tee_total_weight',
  (t) => ({
    chainId: t.integer().notNull(),
    since: t.bigint().notNull(),
    weight: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.since] }) }),
);

export const teeAccount = onchainTable(
  'tee_account',
  (t) => ({
    chainId: t.integer().notNull(),
    account: t.hex().notNull(),
    owed: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.account] }) }),
);

export const teeVerifier = onchainTable(
  'tee_verifier',
  (t) => ({
    chainId: t.integer().notNull(),
    kind: teeKind('kind').notNull(),
    verifier: t.hex(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.kind] }) }),
);

export const teeBook = onchainTable(
  'tee_book',
  (t) => ({
    chainId: t.integer().notNull(),
    guardian: t.hex(),
    proposals: t.integer().notNull(),
    committed: t.bigint().notNull(),
    treasury: t.bigint().notNull(),
    stake: t.bigint().notNull(),
    votingPeriod: t.integer().notNull(),
    trustPeriod: t.integer().notNull(),
    approvalBps: t.integer().notNull(),
    participationBps: t.integer().notNull(),
    slashBps: t.integer().notNull(),
    feeBps: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId] }) }),
);
