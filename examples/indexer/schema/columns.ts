import { onchainEnum } from 'ponder';
import type { PgColumnsBuilders } from 'ponder';
import {
  FEEDBACK_CLASSES,
  KEY_STATES,
  KEY_TYPES,
  MODES,
  PROPOSAL_STATUSES,
  SETTLEMENTS,
  STATUSES,
  TEE_KINDS,
  VERDICT_STATES,
} from '../core/names.ts';

export const keyType = onchainEnum('key_type', KEY_TYPES);
export const keyState = onchainEnum('key_state', KEY_STATES);
export const feedbackClass = onchainEnum('feedback_class', FEEDBACK_CLASSES);
export const mode = onchainEnum('staked_mode', MODES);
export const status = onchainEnum('staked_status', STATUSES);
export const verdictState = onchainEnum('verdict_state', VERDICT_STATES);
export const settlement = onchainEnum('settlement', SETTLEMENTS);
export const teeKind = onchainEnum('tee_kind', TEE_KINDS);
export const proposalStatus = onchainEnum('proposal_status', PROPOSAL_STATUSES);

/** The columns of `Origin`. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- the builders' types are long and inferred
export function origin(t: Pick<PgColumnsBuilders, 'bigint' | 'integer'>) {
  return { blockNumber: t.bigint().notNull(), logIndex: t.integer().notNull(), createdAt: t.bigint().notNull() };
}
