import { askStore } from '../askStore.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { openBytes } from '../openBytes.ts';
import type { OpenedRecord, SessionState } from '../types.ts';
import { parseKind } from '../wire/parseKind.ts';
import type { RecordMessage } from '../wire/types.ts';
import { acceptSequence } from './acceptSequence.ts';
import { checkAlive } from './checkAlive.ts';
import { checkSequence } from './checkSequence.ts';
import { findEnd } from './findEnd.ts';
import { findEpoch } from './findEpoch.ts';
import type { EpochSecrets } from './findEpoch.ts';
import { recordAad } from './recordAad.ts';
import { recordKeys } from './recordKeys.ts';
import { unknownSession } from './unknownSession.ts';
import { withLiveSession } from './withLiveSession.ts';

/**
 * Opens a record. Only an authentic one changes anything, and the change decides: of concurrent copies one is stored,
 * and only then is its content handed out.
 */
export async function openRecord(context: SessionContext, bytes: Uint8Array, aad: Uint8Array): Promise<OpenedRecord> {
  const record = parseKind(bytes, 'record');
  const { sessionId, sequence } = record;
  return withLiveSession(context, sessionId, async () => {
    const time = context.now();
    const state = await askStore(() => context.store.readSession(sessionId));
    if (state === undefined) throw unknownSession(sessionId);
    checkAlive(context, state, time);
    checkSequence(state.receive.window, sequence);
    const epoch = findEpoch(state.receive, record.epoch);
    const keys = recordKeys(epoch.secret, sequence);
    const plaintext = await openBytes(state.aead, keys, record.ciphertext, recordAad(record.header, aad));
    const stored = await askStore(() =>
      context.store.updateSession(sessionId, (current) => {
        checkAlive(context, current, time);
        const usedAt = Math.max(current.usedAt, time);
        const expiresAt = findEnd(context.limits, { ...current, usedAt });
        return accept({ ...current, usedAt, expiresAt }, record, epoch);
      }),
    );
    if (stored === undefined) throw unknownSession(sessionId);
    return { sessionId, peer: stored.peer, sequence, plaintext };
  });
}

function accept(state: SessionState, record: RecordMessage, secrets: EpochSecrets): SessionState {
  const { receive } = state;
  const window = acceptSequence(receive.window, record.sequence);
  const isNewEpoch = record.epoch > receive.epoch;
  return {
    ...state,
    count: state.count + 1,
    receive: isNewEpoch ? { epoch: record.epoch, ...secrets, window } : { ...receive, window },
  };
}
