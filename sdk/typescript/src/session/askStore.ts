import { SessionError } from './SessionError.ts';

/**
 * Calls the store.
 *
 * @throws SessionError `store-failed`, or what a change that the store was given throws
 */
export async function askStore<Answer>(ask: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof SessionError) throw cause;
    throw new SessionError('store-failed', 'the session store failed; see the cause', { cause });
  }
}
