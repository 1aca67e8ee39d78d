import { TEE_KINDS } from '../../sdk/typescript/src/chain/names.ts';
import type { TeeKindName } from '../../sdk/typescript/src/chain/index.ts';
import type { TeeFormat } from '../../sdk/typescript/src/index.ts';
import { TaskError } from '../lib/TaskError.ts';

/** Names of `ProposalStatus` by number. */
export const PROPOSAL_STATES = ['none', 'open', 'approved', 'rejected', 'lapsed', 'withdrawn'] as const;

/** The kind of hardware that makes a format. */
export const KIND_OF: Readonly<Record<TeeFormat, TeeKindName>> = { nitro: 'nitro', sgx: 'sgx', tdx: 'tdx', snp: 'sev' };

/** @throws {TaskError} `bad-kind` */
export function readKind(text: string): TeeKindName {
  const kind = TEE_KINDS.find((one) => one === text.toLowerCase());
  if (kind !== undefined) return kind;
  throw new TaskError('bad-kind', `give one of ${TEE_KINDS.join(', ')}`, { field: '--kind', value: text });
}

/** The number of `TEEKind`. */
export function kindNumber(kind: TeeKindName): number {
  return TEE_KINDS.indexOf(kind);
}

/** The name of a number of `TEEKind`. */
export function kindName(kind: bigint): TeeKindName {
  const name = TEE_KINDS[Number(kind)];
  if (name === undefined) throw new Error(`the registry knows a kind of TEE that we don't: ${kind}`);
  return name;
}
