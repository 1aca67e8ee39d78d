import { computeKeyId } from '../../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../../lib/TaskContext.ts';
import { TaskError } from '../../lib/TaskError.ts';
import { readKeyFacts } from '../../lib/keys/keyFacts.ts';
import { splitNames } from '../../lib/keys/openKeys.ts';
import { listPending, readPending } from '../../lib/pending.ts';
import { readSubject } from './plan.ts';
import type { Subject } from './plan.ts';
import { PENDING_KIND, fromPending, pendingId } from './types.ts';
import type { Registration } from './types.ts';

/** The registration of a DID that is under way, kept by an earlier run. */
export async function readKept(context: TaskContext, subject: Subject): Promise<Registration | undefined> {
  const data = await readPending(context, PENDING_KIND, pendingId(subject));
  if (data === undefined) return undefined;
  const registration = fromPending(data);
  if (registration.committer === subject.committer) return registration;
  const wayOut = `${registration.committer} committed to ${registration.did}; only it can reveal: name it by --from`;
  throw new TaskError('other-committer', wayOut, { field: '--from', value: subject.committer });
}

/**
 * The one registration that waits for its second half.
 *
 * @param did Identifier or DID; empty when there is only one.
 * @throws {TaskError} `nothing-pending`, `several-pending`, `other-committer`
 */
export async function findKept(context: TaskContext, did: string): Promise<Registration> {
  const registry = await context.addressOf('sageRegistry');
  const waiting = (await listPending(context, PENDING_KIND))
    .filter((id) => id.startsWith(`${registry} `))
    .map((id) => id.slice(registry.length + 1));
  if (did === '' && waiting.length > 1) {
    throw new TaskError('several-pending', 'name one of them', {
      field: '--did',
      details: { pending: waiting },
      value: waiting,
    });
  }
  const [only = ''] = waiting;
  const named = did === '' ? only : did;
  const kept = named === '' ? undefined : await readKept(context, await readSubject(context, named));
  if (kept !== undefined) return kept;
  throw new TaskError('nothing-pending', 'no registration waits for its second half on this chain; begin one', {
    ...(did !== '' && { field: '--did', value: did }),
  });
}

/**
 * Checks that a run with arguments goes on with what was kept, and doesn't mean something else.
 *
 * @throws {TaskError} `pending-differs`
 */
export async function checkSame(
  context: TaskContext,
  kept: Registration,
  given: { readonly flow: Registration['flow']; readonly agentId?: bigint; readonly key: string },
): Promise<void> {
  const names = splitNames(given.key, '--key');
  const ids: Hex[] = [];
  for (const name of names) ids.push((await readKeyFacts(context, name, '--key')).keyId);
  const isSame =
    kept.flow === given.flow &&
    kept.agentId === given.agentId &&
    kept.keys.map((key) => computeKeyId(key)).join() === ids.join();
  if (isSame) return;
  const wayOut =
    'a registration with other keys, or of another kind, is under way; finish it by --resume, or give it up by --fresh';
  throw new TaskError('pending-differs', wayOut, { field: '--did', value: kept.did });
}
