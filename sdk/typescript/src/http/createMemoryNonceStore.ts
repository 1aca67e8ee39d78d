import { HttpSignatureError } from './HttpSignatureError.ts';
import type { NonceStore } from './types.ts';

const DEFAULT_MAX_ENTRIES = 1_000_000;

export interface MemoryNonceStoreOptions {
  /** Unexpired nonces that it holds at most; a million by default. */
  readonly maxEntries?: number;
  /** Seconds since 1970; the system's clock by default. */
  readonly now?: () => number;
}

/** Answers at once. */
export interface MemoryNonceStore extends NonceStore {
  checkAndStore(key: string, expiresAt: number): boolean;
}

/**
 * A nonce store in the memory of one process. Checking and storing happen in one turn of the event loop, which nothing
 * can interrupt. When it is full of unexpired nonces it throws, so that a verdict becomes unknown: forgetting one early
 * would let its message pass again. After a restart it knows nothing: keep a maximum age that a restart outlasts, or
 * use a store on disk.
 *
 * @param options Its size and clock.
 */
export function createMemoryNonceStore(options: MemoryNonceStoreOptions = {}): MemoryNonceStore {
  const { maxEntries = DEFAULT_MAX_ENTRIES, now = () => Date.now() / 1000 } = options;
  const expiries = new Map<string, number>();
  let nextSweep = 0;

  /** At most once a second, and only where it can pay. */
  const sweep = (time: number): void => {
    if (time < nextSweep) return;
    nextSweep = time + 1;
    for (const [key, expiresAt] of expiries) if (expiresAt < time) expiries.delete(key);
  };

  return {
    checkAndStore: (key, expiresAt) => {
      const time = now();
      if (!Number.isFinite(time) || !Number.isFinite(expiresAt)) {
        const message = `the nonce store can't work with the times ${time} and ${expiresAt}; give seconds since 1970`;
        throw new HttpSignatureError('policy-invalid', message, { details: { now: time, expiresAt } });
      }
      const known = expiries.get(key);
      if (known !== undefined && known >= time) return false;
      if (expiries.size >= maxEntries) sweep(time);
      if (expiries.size >= maxEntries) {
        const message = `the nonce store holds ${maxEntries} unexpired nonces; raise maxEntries or lower the maximum age`;
        throw new HttpSignatureError('nonce-store-full', message, { details: { maxEntries } });
      }
      expiries.set(key, expiresAt);
      return true;
    },
  };
}
