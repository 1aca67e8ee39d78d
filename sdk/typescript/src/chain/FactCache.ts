import type { Hex } from '../client/types.ts';
import type { RecordedAnswer } from './types.ts';

/** Something that was read, with the answers that it was read from. */
export interface Fact<T> {
  readonly value: T;
  readonly answers: readonly RecordedAnswer[];
}

interface Entry {
  readonly fact: Promise<Fact<unknown>>;
  readonly topics: readonly Hex[];
  /** Whether it was read to its end. */
  isRead: boolean;
}

/**
 * Facts that hold at one block. Bounded: when full, the entries that were made first go. A failure is not kept.
 */
export class FactCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maxEntries: number;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /**
   * A fact from the cache, or read now. Concurrent callers share one reading.
   *
   * @param key Names the fact.
   * @param topics An event that carries one of them may change the fact. Asked for only when it is read.
   * @param read Reads it.
   */
  get<T>(key: string, topics: () => readonly Hex[], read: () => Promise<Fact<T>>): Promise<Fact<T>> {
    const known = this.#entries.get(key);
    if (known !== undefined) return known.fact as Promise<Fact<T>>;
    const fact = read();
    const entry: Entry = { fact, topics: topics(), isRead: false };
    this.#entries.set(key, entry);
    fact.then(
      () => (entry.isRead = true),
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    if (this.#entries.size > this.#maxEntries) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return fact;
  }

  /**
   * The facts that still hold after some events. Those that are still being read stay behind: they may yet fail, and this cache
   * would not hear of it.
   *
   * @param topics All topics of these events.
   */
  without(topics: ReadonlySet<Hex>): FactCache {
    const rest = new FactCache(this.#maxEntries);
    for (const [key, entry] of this.#entries) {
      if (entry.isRead && !entry.topics.some((topic) => topics.has(topic))) rest.#entries.set(key, entry);
    }
    return rest;
  }
}
