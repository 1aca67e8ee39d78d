import { fromBytes } from 'ox/Hex';
import type { Hex } from './types.ts';

/** 32 random bytes of `crypto.getRandomValues`, to keep a commitment secret. */
export function createSalt(): Hex {
  return fromBytes(globalThis.crypto.getRandomValues(new Uint8Array(32)));
}
