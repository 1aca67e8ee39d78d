import { SessionError } from '../SessionError.ts';

/** The error for a session that isn't there. */
export function unknownSession(id: string): SessionError {
  return new SessionError('session-unknown', `there is no session ${id}`, { details: { sessionId: id } });
}
