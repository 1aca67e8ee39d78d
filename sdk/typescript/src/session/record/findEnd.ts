import type { SessionContext } from '../createSessionContext.ts';
import type { SessionState } from '../types.ts';

/** The second after which a session has ended, unless a record is sent or accepted before. */
export function findEnd(
  { maxAge, maxIdle }: SessionContext['limits'],
  { createdAt, usedAt }: Pick<SessionState, 'createdAt' | 'usedAt'>,
): number {
  return Math.min(createdAt + maxAge, usedAt + maxIdle);
}
