import type { SessionContext } from '../createSessionContext.ts';
import type { SessionInfo } from '../types.ts';
import { parseKind } from '../wire/parseKind.ts';
import { openProof } from './openProof.ts';
import { openSession } from './openSession.ts';
import { readPending } from './readPending.ts';
import { replacePending } from './replacePending.ts';

/** Step 5, initiator: checks "done" and opens the session. */
export async function completeHandshake(context: SessionContext, done: Uint8Array): Promise<SessionInfo> {
  const parsed = parseKind(done, 'done');
  const pending = await readPending(context, parsed.contextId, 'finish-sent');
  const transcript = await openProof(context, pending, parsed, done);
  await replacePending(context, pending);
  return openSession(context, 'initiator', pending, transcript);
}
