import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import type { SessionState } from '../types.ts';

/**
 * Checks that a session may still be used.
 *
 * @throws SessionError `session-expired`, `session-idle`, `session-exhausted`
 */
export function checkAlive({ limits }: SessionContext, state: SessionState, time: number): void {
  const details = { sessionId: state.id };
  if (time - state.createdAt > limits.maxAge) {
    throw new SessionError('session-expired', `the session is older than ${limits.maxAge} s`, { details });
  }
  if (time - state.usedAt > limits.maxIdle) {
    throw new SessionError('session-idle', `the session was unused for more than ${limits.maxIdle} s`, { details });
  }
  if (state.count >= limits.maxMessages) {
    throw new SessionError('session-exhausted', `the session has carried ${state.count} records`, { details });
  }
}
