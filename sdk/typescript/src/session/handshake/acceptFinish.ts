import type { SessionContext } from '../createSessionContext.ts';
import type { SessionInfo } from '../types.ts';
import { parseKind } from '../wire/parseKind.ts';
import { createProof } from './createProof.ts';
import { openProof } from './openProof.ts';
import { openSession } from './openSession.ts';
import { readPending } from './readPending.ts';
import { replacePending } from './replacePending.ts';

/** The responder's last message, and the session that it opened. */
export interface AcceptedFinish {
  readonly message: Uint8Array;
  readonly session: SessionInfo;
}

/** Step 4, responder: checks "finish", makes the message "done" and opens the session. */
export async function acceptFinish(context: SessionContext, finish: Uint8Array): Promise<AcceptedFinish> {
  const parsed = parseKind(finish, 'finish');
  const pending = await readPending(context, parsed.contextId, 'hello-answered');
  const { aead, handshakeSecret: secret, initiatorContextId: contextId } = pending;
  const transcript = await openProof(context, pending, parsed, finish);
  const done = await createProof(context, 'done', { contextId, transcript, secret, aead });
  await replacePending(context, pending);
  const session = await openSession(context, 'responder', pending, done.transcript);
  return { message: done.message, session };
}
