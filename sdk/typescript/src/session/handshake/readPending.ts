import { askStore } from '../askStore.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import type { AwaitingProof, HelloSent, PendingHandshake, PendingStage } from '../types.ts';

/**
 * Finds the handshake that a message is for. It stays in the store: whoever sees a context id on the way must not be
 * able to end the handshake with a forged message.
 *
 * @throws SessionError `handshake-unknown`, `handshake-expired`, `store-failed`
 */
export async function readPending(
  context: SessionContext,
  contextId: string,
  stage: HelloSent['stage'],
): Promise<HelloSent>;
export async function readPending(
  context: SessionContext,
  contextId: string,
  stage: AwaitingProof['stage'],
): Promise<AwaitingProof>;
export async function readPending(
  { store, now }: SessionContext,
  contextId: string,
  stage: PendingStage,
): Promise<PendingHandshake> {
  const pending = await askStore(() => store.readPending(contextId));
  if (pending?.stage !== stage) throw unknownHandshake(contextId);
  if (pending.expiresAt < now()) {
    await askStore(() => store.replacePending(contextId, stage));
    throw new SessionError('handshake-expired', 'the handshake took too long', { details: { contextId } });
  }
  return pending;
}

function unknownHandshake(contextId: string): SessionError {
  const message = `no handshake waits for a message with the context ${contextId}`;
  return new SessionError('handshake-unknown', message, { details: { contextId } });
}
