import { askStore } from '../askStore.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import type { PendingHandshake } from '../types.ts';

/**
 * Takes a handshake one step on. Of several copies of a message, one gets this far.
 *
 * @throws SessionError `handshake-unknown`, `store-failed`
 */
export async function replacePending(
  { store }: SessionContext,
  { contextId, stage }: PendingHandshake,
  next?: PendingHandshake,
): Promise<void> {
  if (await askStore(() => store.replacePending(contextId, stage, next))) return;
  const message = `the handshake with the context ${contextId} went on with another copy of this message`;
  throw new SessionError('handshake-unknown', message, { details: { contextId } });
}
