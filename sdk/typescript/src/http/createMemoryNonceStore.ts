import { ExpiryBuckets } from './ExpiryBuckets.ts';
import { HttpSignatureError } from './HttpSignatureError.ts';
import type { NonceStore } from './types.ts';

const DEFAULT_MAX_ENTRIES = 1_000_000;
/** What a Map can hold. */
const MOST_ENTRIES = 2 ** 24;

export interface MemoryNonceStoreOptions {
  /** Unexpired nonces that it holds at most, 1 to 2^24; a million by default. */
  readonly maxEntries?: number;
  /** Seconds since 1970; the system's clock by default. */
  readonly now?: () => number;
}

/** Answers at once. */
export interface MemoryNonceStore extends NonceStore {
  checkAndStore(key: string, expiresAt: number): boolean;
  /** Nonces that it holds, those included that are over since the last call. */
  size(): number;
}

/**
 * A nonce store in the memory of one process. Checking and storing happen in one turn of the event loop, which nothing
 * can interrupt. When it is full of unexpired nonces it throws, so that a verdict becomes unknown: forgetting one early
 * would let its message pass again. After a restart it knows nothing: keep a maximum age that a restart outlasts, or
 * use a store on disk. What has expired is cleared away once a second, by the calls of that time.
 *
 * @param options Its size and clock.
 * @throws HttpSignatureError `policy-invalid`
 */
export function createMemoryNonceStore(options: MemoryNonceStoreOptions = {}): MemoryNonceStore {
  const { maxEntries = DEFAULT_MAX_ENTRIES, now = () => Date.now() / 1000 } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1 || maxEntries > MOST_ENTRIES) {
    const message = `nonce store: maxEntries can't be ${String(maxEntries)}; give an integer from 1 to ${MOST_ENTRIES}`;
    throw new HttpSignatureError('policy-invalid', message, { details: { field: 'maxEntries', value: maxEntries } });
  }
  const expiries = new Map<string, number>();
  const buckets = new ExpiryBuckets();

  const sweep = (time: number): void => {
    for (const key of buckets.takeDue(time)) if ((expiries.get(key) ?? Infinity) < time) expiries.delete(key);
  };

  return {
    checkAndStore: (key, expiresAt) => {
      const time = now();
      if (!Number.isFinite(time) || !Number.isFinite(expiresAt)) {
        const message = `the nonce store can't work with the times ${time} and ${expiresAt}; give seconds since 1970`;
        throw new HttpSignatureError('policy-invalid', message, { details: { now: time, expiresAt } });
      }
      sweep(time);
      const known = expiries.get(key);
      if (known !== undefined && known >= time) return false;
      if (expiries.size >= maxEntries) {
        const message = `the nonce store holds ${maxEntries} unexpired nonces; raise maxEntries or lower the maximum age`;
        throw new HttpSignatureError('nonce-store-full', message, { details: { maxEntries } });
      }
      expiries.set(key, expiresAt);
      buckets.add(key, expiresAt);
      return true;
    },
    size: () => expiries.size,
  };
}
