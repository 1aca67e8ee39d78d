/**
 * Finds keys whose time has come without looking at the others: keys by the second in which they expire.
 *
 * A sweep goes over the seconds that have passed since the last one, so that each key costs the same, however many there
 * are.
 */
export class ExpiryBuckets {
  readonly #buckets = new Map<number, string[]>();
  /** Up to this second nothing is left. */
  #sweptTo = -Infinity;
  #sweptAt: number | undefined;

  /**
   * Files a key. It may be filed again when its time changes: the owner looks at each key that is due.
   *
   * @param key Anything.
   * @param expiresAt Seconds since 1970.
   */
  add(key: string, expiresAt: number): void {
    const second = Math.floor(expiresAt);
    // After the clock was set back.
    if (second <= this.#sweptTo) this.#sweptTo = second - 1;
    const keys = this.#buckets.get(second);
    if (keys === undefined) this.#buckets.set(second, [key]);
    else keys.push(key);
  }

  /**
   * Takes out the keys of all seconds that are over. Does nothing more than once a second.
   *
   * @param time Seconds since 1970.
   */
  takeDue(time: number): readonly string[] {
    const now = Math.floor(time);
    if (now === this.#sweptAt) return [];
    this.#sweptAt = now;
    const due: string[] = [];
    for (const second of this.#secondsUpTo(now - 1)) {
      for (const key of this.#buckets.get(second) ?? []) due.push(key);
      this.#buckets.delete(second);
    }
    this.#sweptTo = Math.max(this.#sweptTo, now - 1);
    return due;
  }

  /** Those that can hold something: the ones since the last sweep, or all that there are, whichever are fewer. */
  #secondsUpTo(last: number): readonly number[] {
    const count = last - this.#sweptTo;
    if (count <= this.#buckets.size) return Array.from({ length: Math.max(count, 0) }, (_, index) => last - index);
    return [...this.#buckets.keys()].filter((second) => second <= last);
  }
}
