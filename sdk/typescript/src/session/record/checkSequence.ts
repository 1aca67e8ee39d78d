import { REPLAY_WINDOW } from '../constants.ts';
import { SessionError } from '../SessionError.ts';
import type { ReplayWindow } from '../types.ts';

/**
 * Checks that a sequence number is new (the algorithm is that of RFC 4303, section 3.4.3).
 *
 * @throws SessionError `record-replayed`, `record-too-old`
 */
export function checkSequence({ highest, bits }: ReplayWindow, sequence: number): void {
  if (sequence > highest) return;
  const details = { sequence, highest };
  if (highest - sequence >= REPLAY_WINDOW) {
    const message = `sequence number ${sequence} is ${REPLAY_WINDOW} or more behind ${highest}`;
    throw new SessionError('record-too-old', message, { details });
  }
  const slot = sequence % REPLAY_WINDOW;
  if (((bits[slot >> 3] ?? 0) & (1 << (slot & 7))) === 0) return;
  throw new SessionError('record-replayed', `sequence number ${sequence} was accepted before`, { details });
}
