import { hexToBytes } from '@noble/hashes/utils.js';
import { askStore } from '../askStore.ts';
import { MAX_PLAINTEXT_BYTES, PROTOCOL_VERSION } from '../constants.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import { sealBytes } from '../sealBytes.ts';
import { addCiphertext } from '../wire/addCiphertext.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';
import { MESSAGE_TYPES } from '../wire/types.ts';
import { checkAlive } from './checkAlive.ts';
import { findEnd } from './findEnd.ts';
import { recordAad } from './recordAad.ts';
import { recordKeys } from './recordKeys.ts';
import { unknownSession } from './unknownSession.ts';
import { withLiveSession } from './withLiveSession.ts';

/** Seals content for the peer. The sequence number is taken before sealing, so that none is ever used twice. */
export async function sealRecord(
  context: SessionContext,
  id: string,
  plaintext: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array> {
  if (plaintext.length > MAX_PLAINTEXT_BYTES) {
    const message = `the content has ${plaintext.length} bytes; a record holds ${MAX_PLAINTEXT_BYTES}`;
    throw new SessionError('plaintext-too-large', message, { details: { length: plaintext.length } });
  }
  const state = await withLiveSession(context, id, () => {
    const time = context.now();
    return askStore(() =>
      context.store.updateSession(id, (current) => {
        checkAlive(context, current, time);
        const send = { ...current.send, next: current.send.next + 1 };
        const usedAt = Math.max(current.usedAt, time);
        const expiresAt = findEnd(context.limits, { ...current, usedAt });
        return { ...current, usedAt, expiresAt, count: current.count + 1, send };
      }),
    );
  });
  if (state === undefined) throw unknownSession(id);
  const { secret, epoch, next } = state.send;
  const sequence = next - 1;
  const header = encodeCbor([PROTOCOL_VERSION, MESSAGE_TYPES.record, hexToBytes(id), epoch, sequence]);
  const keys = recordKeys(secret, sequence);
  return addCiphertext(header, await sealBytes(state.aead, keys, plaintext, recordAad(header, aad)));
}
