import type { SessionInfo, SessionState } from './types.ts';

/** What of a session's state is no secret. */
export function toSessionInfo({ id, role, peer, aead, createdAt }: SessionState): SessionInfo {
  return { id, role, peer, aead, createdAt };
}
