// Feedback and the tasks behind it. What the columns mean is at the interfaces in core/rows/.
import { onchainTable, primaryKey } from 'ponder';
import { feedbackClass, origin } from './columns.ts';

export const agentClient = onchainTable(
  'agent_client',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    client: t.hex().notNull(),
    lastIndex: t.integer().notNull(),
    isExcluded: t.boolean().notNull(),
    exclusionFrom: t.bigint(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.agentId, table.client] }) }),
);

export const feedback = onchainTable(
  'feedback',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    client: t.hex().notNull(),
    feedbackIndex: t.integer().notNull(),
    value: t.bigint().notNull(),
    decimals: t.integer().notNull(),
    valueAt18Decimals: t.bigint().notNull(),
    tag1: t.text().notNull(),
    tag2: t.text().notNull(),
    endpoint: t.text().notNull(),
    uri: t.text().notNull(),
    hash: t.hex().notNull(),
    feedbackClass: feedbackClass('feedback_class').notNull(),
    isRevoked: t.boolean().notNull(),
    revokedAt: t.bigint(),
    responses: t.integer().notNull(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.agentId, table.client, table.feedbackIndex] }) }),
);

export const feedbackResponse = onchainTable(
  'feedback_response',
  (t) => ({
    chainId: t.integer().notNull(),
    agentId: t.bigint().notNull(),
    client: t.hex().notNull(),
    feedbackIndex: t.integer().notNull(),
    number: t.integer().notNull(),
    responder: t.hex().notNull(),
    uri: t.text().notNull(),
    hash: t.hex().notNull(),
    ...origin(t),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.chainId, table.agentId, table.client, table.feedbackIndex, table.number] }),
  }),
);

export const task = onchainTable(
  'task',
  (t) => ({
    chainId: t.integer().notNull(),
    client: t.hex().notNull(),
    taskId: t.hex().notNull(),
    agentId: t.bigint().notNull(),
    deadline: t.bigint().notNull(),
    validator: t.hex(),
    minResponse: t.integer().notNull(),
    feedbackIndex: t.integer(),
    raisedBy: t.hex(),
    raisedAt: t.integer(),
    ...origin(t),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.client, table.taskId] }) }),
);

export const taskCommitment = onchainTable(
  'task_commitment',
  (t) => ({
    chainId: t.integer().notNull(),
    client: t.hex().notNull(),
    commitment: t.hex().notNull(),
    committedAt: t.bigint().notNull(),
    revealedAt: t.bigint(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.client, table.commitment] }) }),
);

export const usedNonce = onchainTable(
  'used_nonce',
  (t) => ({
    chainId: t.integer().notNull(),
    client: t.hex().notNull(),
    nonce: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.client, table.nonce] }) }),
);

export const taskPolicy = onchainTable(
  'task_policy',
  (t) => ({
    chainId: t.integer().notNull(),
    threshold: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId] }) }),
);

export const policyValidator = onchainTable(
  'policy_validator',
  (t) => ({
    chainId: t.integer().notNull(),
    validator: t.hex().notNull(),
    isListed: t.boolean().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.chainId, table.validator] }) }),
);
