import {
  createBindingCommitment,
  createRegistrationCommitment,
  prepareCommitRegistration,
} from '../../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../../sdk/typescript/src/client/index.ts';
import type { Sent, TaskContext } from '../../lib/TaskContext.ts';
import { toSent } from '../../lib/TaskContext.ts';
import { contractRef } from '../../lib/contractRef.ts';
import { formatTime } from '../../lib/formatTime.ts';
import { savePending } from '../../lib/pending.ts';
import { describeAim } from './describeAim.ts';
import { PENDING_KIND, pendingId, toPending } from './types.ts';
import type { Registration, Run } from './types.ts';

/** A commitment that stands on the chain. */
export interface Commitment {
  readonly digest: Hex;
  /** Unix seconds; undefined with `--dry-run`. */
  readonly committedAt: number | undefined;
  /** Unix seconds from which on it can be revealed. */
  readonly revealFrom: number | undefined;
  /** The last Unix second in which it can be revealed. */
  readonly revealUntil: number | undefined;
  /** What was sent now; undefined when the commitment stood already. */
  readonly sent: Sent | undefined;
}

/** The digest that is committed to. */
export async function commitmentOf(context: TaskContext, registration: Registration): Promise<Hex> {
  const contract = await contractRef(context, 'sageRegistry');
  const { agentId, ...options } = registration;
  if (agentId === undefined) return createRegistrationCommitment({ contract, ...options }).digest;
  return createBindingCommitment({ contract, agentId, ...options }).digest;
}

/**
 * Makes sure that the commitment stands and has not ended. What the reveal needs is kept before anything is sent; a
 * commitment that stands is used, one that ended is made again after asking.
 *
 * @param run How far it goes is what the user confirms.
 */
export async function ensureCommitted(
  context: TaskContext,
  registration: Registration,
  { keeping, until }: Run,
): Promise<Commitment> {
  const { committer, registry, did } = registration;
  const sage = await context.contract('sageRegistry');
  const digest = await commitmentOf(context, registration);
  const { minCommitmentAge, maxCommitmentAge } = await sage.getParameters();
  const toCommitment = (at: number, sent?: Sent): Commitment => ({
    digest,
    committedAt: at,
    revealFrom: at + Number(minCommitmentAge),
    revealUntil: at + Number(maxCommitmentAge),
    sent,
  });
  const before = Number(await sage.committedAt(committer, digest));
  const ended = before + Number(maxCommitmentAge);
  if (before !== 0 && (await context.chainTime()) <= ended) return toCommitment(before);
  const why = before === 0 ? '' : `The commitment of ${formatTime(before)} ended at ${formatTime(ended)}. `;
  const later = until === 'end' ? `${describeAim(registration)}. First ` : '';
  const what = `${why}${later}${later === '' ? 'C' : 'c'}ommits to ${did} and its keys, which stay secret until the reveal.`;
  const keep = (): Promise<void> => {
    const data = toPending(registration);
    return savePending(context, PENDING_KIND, pendingId(registration), data, keeping === 'instead');
  };
  const receipt = await context.send(
    prepareCommitRegistration(registry, digest),
    what,
    keeping === 'kept' ? {} : { before: keep },
  );
  if (receipt === undefined) {
    return { digest, committedAt: undefined, revealFrom: undefined, revealUntil: undefined, sent: undefined };
  }
  return toCommitment(Number(await sage.committedAt(committer, digest)), toSent(receipt));
}
