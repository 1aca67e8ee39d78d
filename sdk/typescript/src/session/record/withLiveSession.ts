import { askStore } from '../askStore.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';

const ENDED: readonly string[] = ['session-expired', 'session-idle', 'session-exhausted'];

/** Does something with a session; one that turns out to have ended is removed, its keys with it. */
export async function withLiveSession<Result>(
  { store }: SessionContext,
  id: string,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof SessionError && ENDED.includes(error.code)) await askStore(() => store.removeSession(id));
    throw error;
  }
}
