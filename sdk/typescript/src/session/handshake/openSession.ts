import { bytesToHex } from '@noble/hashes/utils.js';
import { askStore } from '../askStore.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { SessionError } from '../SessionError.ts';
import { createReplayWindow } from '../record/createReplayWindow.ts';
import { findEnd } from '../record/findEnd.ts';
import { toSessionInfo } from '../toSessionInfo.ts';
import type { AwaitingProof, SessionInfo, SessionState } from '../types.ts';
import { expandSecret } from './expandSecret.ts';

/**
 * Derives a session from a finished handshake and stores it.
 *
 * @param transcript After all four messages.
 */
export async function openSession(
  { store, limits, now }: SessionContext,
  role: 'initiator' | 'responder',
  { handshakeSecret, aead, peerDid, peerRegistry, peerSigningKey }: AwaitingProof,
  transcript: Uint8Array,
): Promise<SessionInfo> {
  const derive = (purpose: string, length: number): Uint8Array =>
    expandSecret(handshakeSecret, purpose, transcript, length);
  const fromInitiator = derive('initiator to responder', 32);
  const fromResponder = derive('responder to initiator', 32);
  const [sends, receives] = role === 'initiator' ? [fromInitiator, fromResponder] : [fromResponder, fromInitiator];
  const createdAt = now();
  const state: SessionState = {
    id: bytesToHex(derive('session id', 16)),
    role,
    peer: { did: peerDid, registry: peerRegistry, signingKeyId: peerSigningKey.id },
    aead,
    createdAt,
    usedAt: createdAt,
    expiresAt: findEnd(limits, { createdAt, usedAt: createdAt }),
    count: 0,
    send: { secret: sends, epoch: 0, next: 0, epochStart: 0 },
    receive: { secret: receives, epoch: 0, previousSecret: undefined, window: createReplayWindow() },
  };
  const answer = await askStore(() => store.addSession(state));
  if (answer === 'added') return toSessionInfo(state);
  if (answer === 'full') throw new SessionError('too-many-sessions', 'too many sessions are open');
  throw new SessionError('store-failed', `the store already holds the session ${state.id}`);
}
