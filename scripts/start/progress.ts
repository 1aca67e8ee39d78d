const HEARTBEAT_MS = 10_000;
const COUNT_MS = 2000;

export type Count = (done: number, total: number) => void;
export type Step = <T>(name: string, action: (count: Count) => Promise<T>) => Promise<T>;

const since = (begin: number): string => `${((Date.now() - begin) / 1000).toFixed(1)} s`;

/**
 * Tells of long work: each step with its time when it is done, a sign of life every 10 seconds, and every 2 seconds how
 * far a counted step has come.
 *
 * @param tell Where the lines go.
 */
export function createProgress(tell: (line: string) => void): Step {
  return async (name, action) => {
    const begin = Date.now();
    let last = begin;
    let state = '';
    const say = (): void => {
      last = Date.now();
      tell(`${name} …${state} ${since(begin)}`);
    };
    const beat = setInterval(() => {
      if (Date.now() - last >= HEARTBEAT_MS / 2) say();
    }, HEARTBEAT_MS);
    const count: Count = (done, total) => {
      state = ` ${done} of ${total},`;
      if (Date.now() - last >= COUNT_MS) say();
    };
    try {
      const result = await action(count);
      tell(`${name}: ${since(begin)}`);
      return result;
    } finally {
      clearInterval(beat);
    }
  };
}
