import { askStore } from '../askStore.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import type { PendingHandshake } from '../types.ts';

/** @throws SessionError `too-many-handshakes`, `store-failed` */
export async function addPending({ store }: SessionContext, pending: PendingHandshake): Promise<void> {
  const answer = await askStore(() => store.addPending(pending));
  if (answer === 'added') return;
  const message =
    answer === 'full'
      ? `too many handshakes are pending, in all or with ${pending.peerDid}`
      : 'the random context id is taken; the source of randomness is broken';
  throw new SessionError(answer === 'full' ? 'too-many-handshakes' : 'store-failed', message);
}
