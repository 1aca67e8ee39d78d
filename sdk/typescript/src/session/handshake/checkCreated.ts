import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';

/**
 * Checks when a message was made.
 *
 * @param created Seconds since 1970, as the peer says.
 * @throws SessionError `created-in-future`, `handshake-expired`
 */
export function checkCreated({ now, limits }: SessionContext, created: number): void {
  const time = now();
  const details = { created, now: time };
  if (created > time + limits.clockSkew) {
    throw new SessionError('created-in-future', `the message is of second ${created}, later than now`, { details });
  }
  if (created + limits.handshakeTimeout + limits.clockSkew < time) {
    throw new SessionError('handshake-expired', `the message is of second ${created}, too long ago`, { details });
  }
}
