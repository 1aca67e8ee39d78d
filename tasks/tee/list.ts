import { formatTime } from '../lib/formatTime.ts';
import { checkLimit, checkOffset } from '../lib/readPage.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { tableLines } from '../lib/tableLines.ts';
import { taskAction } from '../lib/taskAction.ts';
import type { ReadArguments, TaskResult } from '../lib/types.ts';
import { toTeeProposal } from './readProposal.ts';
import type { TeeProposal } from './readProposal.ts';

export interface ListArguments extends ReadArguments {
  readonly offset: number;
  readonly limit: number;
}

interface Row extends TeeProposal {
  /** Of the key now, whichever proposal decided. */
  readonly isTrusted: boolean;
  readonly trustedUntil: bigint;
}

const HEADER = ['id', 'status', 'kind', 'for', 'against', 'of', 'voting ends', 'key', 'trusted until'];

/** A page of the proposals, oldest first, with what their keys are worth now. */
export async function listProposals(context: TaskContext, { offset, limit }: ListArguments): Promise<TaskResult> {
  const registry = await context.contract('teeKeyRegistry');
  const total = await registry.getProposalCount();
  const proposals: Row[] = [];
  for (const [index, proposal] of (await registry.getProposals(checkOffset(offset), checkLimit(limit))).entries()) {
    const known = toTeeProposal(BigInt(offset + index + 1), proposal);
    const { trustedUntil } = await registry.getKey(known.keyId);
    proposals.push({ ...known, isTrusted: await registry.isTrusted(known.keyId), trustedUntil });
  }
  const rows = proposals.map((row) => [
    ...[row.proposalId, row.status, row.kind, row.weightFor, row.weightAgainst, row.totalWeight].map(String),
    ...[formatTime(row.endsAt), row.keyId, row.isTrusted ? formatTime(row.trustedUntil) : 'not trusted'],
  ]);
  const alignments = HEADER.map((title) => (['for', 'against', 'of', 'id'].includes(title) ? 'right' : 'left'));
  return {
    data: { total, offset, proposals },
    text: [...tableLines(HEADER, rows, alignments), `${proposals.length} of ${total} proposals, from ${offset}`],
  };
}

export default taskAction(listProposals);
