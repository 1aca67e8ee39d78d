import { askStore } from '../askStore.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import { checkAlive } from './checkAlive.ts';
import { nextSecret } from './nextSecret.ts';
import { unknownSession } from './unknownSession.ts';
import { withLiveSession } from './withLiveSession.ts';

/** Moves the own sending direction to its next epoch. The peer follows with the first record of it. */
export async function rekeySession(context: SessionContext, id: string): Promise<void> {
  const stored = await withLiveSession(context, id, () => {
    const time = context.now();
    return askStore(() =>
      context.store.updateSession(id, (current) => {
        checkAlive(context, current, time);
        const { secret, epoch, next, epochStart } = current.send;
        // Else a side could run further ahead than its peer follows.
        if (next === epochStart) {
          throw new SessionError('rekey-too-soon', 'no record was sent since the keys last changed', {
            details: { sessionId: id, epoch },
          });
        }
        return { ...current, send: { secret: nextSecret(secret), epoch: epoch + 1, next, epochStart: next } };
      }),
    );
  });
  if (stored === undefined) throw unknownSession(id);
}
