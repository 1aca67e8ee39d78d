import { REPLAY_WINDOW } from '../constants.ts';
import type { ReplayWindow } from '../types.ts';

/** A window that has accepted nothing yet. */
export function createReplayWindow(): ReplayWindow {
  return { highest: -1, bits: new Uint8Array(REPLAY_WINDOW / 8) };
}
