import { ExpiryBuckets } from '../http/ExpiryBuckets.ts';
import { createMemoryNonceStore } from '../http/createMemoryNonceStore.ts';
import { SessionError } from './SessionError.ts';
import type { PendingHandshake, SessionState, SessionStore, StoreAnswer } from './types.ts';

export interface MemorySessionStoreOptions {
  /** Pending handshakes at most; 1,000 by default. */
  readonly maxPending?: number;
  /** Pending handshakes with one peer at most; 8 by default. */
  readonly maxPendingPerPeer?: number;
  /** Sessions at most; 100,000 by default. */
  readonly maxSessions?: number;
  /** First messages remembered at most; a million by default. */
  readonly maxHellos?: number;
  /** Seconds since 1970; the system's clock by default. */
  readonly now?: () => number;
}

/** Answers at once. */
export interface MemorySessionStore extends SessionStore {
  rememberHello(hash: string, expiresAt: number): boolean;
  addPending(pending: PendingHandshake): StoreAnswer;
  readPending(contextId: string): PendingHandshake | undefined;
  replacePending(contextId: string, stage: PendingHandshake['stage'], next?: PendingHandshake): boolean;
  addSession(state: SessionState): StoreAnswer;
  readSession(id: string): SessionState | undefined;
  updateSession(id: string, change: (state: SessionState) => SessionState): SessionState | undefined;
  removeSession(id: string): boolean;
  /** Handshakes and sessions that it holds, those included that have ended since the last sweep. */
  sizes(): { readonly pending: number; readonly sessions: number };
}

/**
 * A session store in the memory of one process. Every operation happens in one turn of the event loop, which nothing can
 * interrupt. What has ended is cleared away with its keys once a second, by the calls of that time; until a call comes it
 * stays. After a restart it is empty: all sessions have
 * ended then, and a first message of the last minutes would be answered once more, which opens no session.
 *
 * @param options Sizes and clock.
 * @throws SessionError `options-invalid`
 */
export function createMemorySessionStore(options: MemorySessionStoreOptions = {}): MemorySessionStore {
  const { maxHellos = 1_000_000, now = () => Date.now() / 1000 } = options;
  const { maxPending = 1000, maxPendingPerPeer = 8, maxSessions = 100_000 } = options;
  for (const [field, value] of Object.entries({ maxHellos, maxPending, maxPendingPerPeer, maxSessions })) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new SessionError('options-invalid', `${field}: expected an integer above 0`, { details: { field } });
  }
  const hellos = createMemoryNonceStore({ maxEntries: maxHellos, now });
  const pending = new Map<string, PendingHandshake>();
  const perPeer = new Map<string, number>();
  const sessions = new Map<string, SessionState>();
  const pendingDue = new ExpiryBuckets();
  const sessionsDue = new ExpiryBuckets();

  const count = (did: string, by: number): void => {
    const next = (perPeer.get(did) ?? 0) + by;
    if (next === 0) perPeer.delete(did);
    else perPeer.set(did, next);
  };
  const removePending = (contextId: string, { peerDid }: PendingHandshake): void => {
    pending.delete(contextId);
    count(peerDid, -1);
  };
  const sweep = (): void => {
    const time = now();
    for (const contextId of pendingDue.takeDue(time)) {
      const entry = pending.get(contextId);
      if (entry === undefined) continue;
      if (entry.expiresAt < time) removePending(contextId, entry);
      else pendingDue.add(contextId, entry.expiresAt);
    }
    // Each record puts the end of its session off, so that most are found alive and filed anew.
    for (const id of sessionsDue.takeDue(time)) {
      const state = sessions.get(id);
      if (state === undefined) continue;
      if (state.expiresAt < time) sessions.delete(id);
      else sessionsDue.add(id, state.expiresAt);
    }
  };
  const isCrowded = (did: string): boolean =>
    pending.size >= maxPending || (perPeer.get(did) ?? 0) >= maxPendingPerPeer;

  return {
    rememberHello: (hash, expiresAt) => hellos.checkAndStore(hash, expiresAt),
    addPending: (entry) => {
      sweep();
      if (pending.has(entry.contextId)) return 'duplicate';
      if (isCrowded(entry.peerDid)) return 'full';
      pending.set(entry.contextId, entry);
      pendingDue.add(entry.contextId, entry.expiresAt);
      count(entry.peerDid, 1);
      return 'added';
    },
    readPending: (contextId) => {
      // Before the sweep, so that who asks learns that it expired.
      const entry = pending.get(contextId);
      sweep();
      return entry;
    },
    replacePending: (contextId, stage, next) => {
      const entry = pending.get(contextId);
      if (entry?.stage !== stage) return false;
      if (next === undefined) removePending(contextId, entry);
      else pending.set(contextId, next);
      return true;
    },
    addSession: (state) => {
      sweep();
      if (sessions.has(state.id)) return 'duplicate';
      if (sessions.size >= maxSessions) return 'full';
      sessions.set(state.id, state);
      sessionsDue.add(state.id, state.expiresAt);
      return 'added';
    },
    readSession: (id) => {
      const state = sessions.get(id);
      sweep();
      return state;
    },
    updateSession: (id, change) => {
      const state = sessions.get(id);
      if (state === undefined) return undefined;
      const next = change(state);
      sessions.set(id, next);
      sweep();
      return next;
    },
    removeSession: (id) => sessions.delete(id),
    sizes: () => ({ pending: pending.size, sessions: sessions.size }),
  };
}
