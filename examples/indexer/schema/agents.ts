// Agents, their keys and who may act for them. What the columns mean is at the interfaces in core/rows.ts.
import { onchainTable, primaryKey } from 'ponder';
import { keyState, keyType, origin } from './columns.ts';

export const agent = onchainTable(
  'agent',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    owner: t.hex().notNull(),
    approved: t.hex(),
    uri: t.text().notNull(),
    wallet: t.hex(),
    transfers: t.integer().notNull(),
    mintedBy: t.hex().notNull(),
    did: t.text(),
    boundOwner: t.hex(),
    isClaimed: t.boolean().notNull(),
    isActive: t.boolean().notNull(),
    nonce: t.integer().notNull(),
    epoch: t.integer().notNull(),
    activeKeys: t.integer().notNull(),
    hasEnded: t.boolean().notNull(),
    seenAt: t.bigint().notNull(),
    cardUri: t.text().notNull(),
    cardHash: t.hex(),
    cardUpdatedAt: t.bigint(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.agentId] }) }),
);

export const agentMetadata = onchainTable(
  'agent_metadata',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    keyHash: t.hex().notNull(),
    key: t.text().notNull(),
    value: t.hex().notNull(),
    updatedAt: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.agentId, table.keyHash] }) }),
);

export const agentTransfer = onchainTable(
  'agent_transfer',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    number: t.integer().notNull(),
    from: t.hex().notNull(),
    to: t.hex().notNull(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.agentId, table.number] }) }),
);

export const operator = onchainTable(
  'operator',
  (t) => ({
    chainId: t.integer().notNull(),
    owner: t.hex().notNull(),
    operator: t.hex().notNull(),
    approved: t.boolean().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.owner, table.operator] }) }),
);

export const agentKey = onchainTable(
  'agent_key',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    keyId: t.hex().notNull(),
    keyType: keyType('key_type').notNull(),
    state: keyState('state').notNull(),
    publicKey: t.hex().notNull(),
    nonce: t.integer().notNull(),
    epoch: t.integer().notNull(),
    validFrom: t.bigint().notNull(),
    validUntil: t.bigint(),
    compromisedSince: t.bigint(),
    compromiseDeclaredAt: t.bigint(),
    proof: t.hex(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.agentId, table.keyId] }) }),
);

export const agentEpoch = onchainTable(
  'agent_epoch',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    epoch: t.integer().notNull(),
    owner: t.hex().notNull(),
    endedAt: t.bigint(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.agentId, table.epoch] }) }),
);

export const agentService = onchainTable(
  'agent_service',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    changedAt: t.bigint().notNull(),
    isActive: t.boolean().notNull(),
    by: t.hex().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.agentId, table.changedAt] }) }),
);

export const registrationCommitment = onchainTable(
  'registration_commitment',
  (t) => ({
    chainId: t.integer().notNull(),
    committer: t.hex().notNull(),
    commitment: t.hex().notNull(),
    committedAt: t.bigint().notNull(),
    revealedAt: t.bigint(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.committer, table.commitment] }) }),
);

export const sageRegistry = onchainTable(
  'sage_registry',
  (t) => ({
    chainId: t.integer().notNull(),
    tracksTransfers: t.boolean().notNull(),
    isPaused: t.boolean().notNull(),
    guardian: t.hex(),
    hook: t.hex(),
    hookBefore: t.boolean().notNull(),
    hookAfterwards: t.boolean().notNull(),
    revealTransaction: t.hex(),
    revealLogIndex: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId] }) }),
);

export const hookFailure = onchainTable(
  'hook_failure',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    hook: t.hex().notNull(),
    reason: t.hex().notNull(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.agentId] }) }),
);

export const contractOwner = onchainTable(
  'contract_owner',
  (t) => ({
    chainId: t.integer().notNull(),
    contract: t.hex().notNull(),
    owner: t.hex().notNull(),
    pendingOwner: t.hex(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.contract] }) }),
);
