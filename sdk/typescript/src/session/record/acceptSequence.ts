import { REPLAY_WINDOW } from '../constants.ts';
import type { ReplayWindow } from '../types.ts';
import { checkSequence } from './checkSequence.ts';

/**
 * The window after a sequence number was accepted.
 *
 * @throws SessionError `record-replayed`, `record-too-old`
 */
export function acceptSequence(window: ReplayWindow, sequence: number): ReplayWindow {
  checkSequence(window, sequence);
  const { highest } = window;
  const bits = Uint8Array.from(window.bits);
  if (sequence - highest >= REPLAY_WINDOW) bits.fill(0);
  // The slots of the numbers that were skipped still hold those of a window length ago.
  else for (let skipped = highest + 1; skipped < sequence; skipped++) clearBit(bits, skipped % REPLAY_WINDOW);
  const slot = sequence % REPLAY_WINDOW;
  bits[slot >> 3] = (bits[slot >> 3] ?? 0) | (1 << (slot & 7));
  return { highest: Math.max(highest, sequence), bits };
}

function clearBit(bits: Uint8Array, slot: number): void {
  bits[slot >> 3] = (bits[slot >> 3] ?? 0) & ~(1 << (slot & 7));
}
