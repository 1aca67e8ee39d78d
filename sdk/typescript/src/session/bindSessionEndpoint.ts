import { askStore } from './askStore.ts';
import type { SessionContext } from './createSessionContext.ts';
import { acceptFinish } from './handshake/acceptFinish.ts';
import type { AcceptedFinish } from './handshake/acceptFinish.ts';
import { answerHello } from './handshake/answerHello.ts';
import { completeHandshake } from './handshake/completeHandshake.ts';
import { finishHandshake } from './handshake/finishHandshake.ts';
import { startHandshake } from './handshake/startHandshake.ts';
import { openRecord } from './record/openRecord.ts';
import { rekeySession } from './record/rekeySession.ts';
import { sealRecord } from './record/sealRecord.ts';
import { toSessionInfo } from './toSessionInfo.ts';
import type { OpenedRecord, SessionInfo } from './types.ts';

/**
 * One agent's end of any number of sessions. Every call throws a SessionError; {@link SESSION_ERRORS} explains each
 * code, and docs/session-protocol.md the messages.
 */
export interface SessionEndpoint {
  /**
   * Initiator, step 1.
   *
   * @param did The agent to talk with.
   * @returns The message "hello" for it.
   */
  readonly start: (did: string) => Promise<Uint8Array>;
  /** Responder: takes "hello", returns "answer". */
  readonly answer: (hello: Uint8Array) => Promise<Uint8Array>;
  /** Initiator: takes "answer", returns "finish". */
  readonly finish: (answer: Uint8Array) => Promise<Uint8Array>;
  /** Responder: takes "finish", opens the session and returns "done". */
  readonly accept: (finish: Uint8Array) => Promise<AcceptedFinish>;
  /** Initiator: takes "done" and opens the session. */
  readonly complete: (done: Uint8Array) => Promise<SessionInfo>;
  /**
   * Seals content for the peer.
   *
   * @param sessionId Of a session of this endpoint.
   * @param plaintext At most 65,536 bytes.
   * @param aad Bytes that the peer must name to open the record; none by default.
   */
  readonly seal: (sessionId: string, plaintext: Uint8Array, aad?: Uint8Array) => Promise<Uint8Array>;
  /** Opens a record of any session of this endpoint. A record opens once. */
  readonly open: (record: Uint8Array, aad?: Uint8Array) => Promise<OpenedRecord>;
  /** Changes the keys of what this side sends; earlier keys are forgotten here, and there with the next change. */
  readonly rekey: (sessionId: string) => Promise<void>;
  /** The session, or undefined when there is none. It may have expired. */
  readonly get: (sessionId: string) => Promise<SessionInfo | undefined>;
  /** Ends a session on this side and forgets its keys. Tell the peer in a record before. */
  readonly close: (sessionId: string) => Promise<boolean>;
}

/** The calls of an endpoint over checked options. */
export function bindSessionEndpoint(context: SessionContext): SessionEndpoint {
  const none = new Uint8Array();
  return {
    start: (did) => startHandshake(context, did),
    answer: (hello) => answerHello(context, hello),
    finish: (answer) => finishHandshake(context, answer),
    accept: (finish) => acceptFinish(context, finish),
    complete: (done) => completeHandshake(context, done),
    seal: (sessionId, plaintext, aad = none) => sealRecord(context, sessionId, plaintext, aad),
    open: (record, aad = none) => openRecord(context, record, aad),
    rekey: (sessionId) => rekeySession(context, sessionId),
    get: async (sessionId) => {
      const state = await askStore(() => context.store.readSession(sessionId));
      return state === undefined ? undefined : toSessionInfo(state);
    },
    close: (sessionId) => askStore(() => context.store.removeSession(sessionId)),
  };
}
