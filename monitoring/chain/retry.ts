/** How often something is tried, and how long it waits in between. */
export interface RetryPlan {
  readonly retries: number;
  /** Before the second try; doubled for each further one. */
  readonly delayMs: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const LONGEST_MS = 60_000;

/**
 * Tries until it succeeds or the plan is used up.
 *
 * @param isWorthwhile Whether a further try can help after this error.
 * @throws What the last try threw.
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  { retries, delayMs, sleep }: RetryPlan,
  isWorthwhile: (error: unknown) => boolean,
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= retries || !isWorthwhile(error)) throw error;
      await sleep(Math.min(delayMs * 2 ** tries, LONGEST_MS));
    }
  }
}
