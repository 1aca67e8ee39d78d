/** Something whose speed is measured. */
export interface BenchCase {
  readonly name: string;
  readonly run: () => unknown;
  /** The name of the case that it is compared with. */
  readonly base?: string;
}

/** The speed of a case. */
export interface BenchRow {
  readonly name: string;
  /** Median over the rounds, by processor time. */
  readonly perSecond: number;
  readonly base: string | null;
  /** How many times as long as the base it takes, median over the rounds; null without base. */
  readonly times: number | null;
}

export interface BenchOptions {
  readonly rounds: number;
  /** Processor time of one case in one round. */
  readonly milliseconds: number;
}

/**
 * Measures cases in one process, one after the other in every round, so that what slows the machine down for a while
 * slows all of them. A ratio is that of two measurements of the same round; it is what can be compared between machines.
 */
export async function measureCases(cases: readonly BenchCase[], options: BenchOptions): Promise<readonly BenchRow[]> {
  const rates = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  // The first round warms the compiler up and isn't counted.
  for (let round = -1; round < options.rounds; round++) {
    for (const { name, run } of cases) {
      const rate = await measure(run, options.milliseconds);
      if (round >= 0) rates.get(name)?.push(rate);
    }
  }
  const ratesOf = (name: string): readonly number[] => rates.get(name) ?? [];
  return cases.map(({ name, base }) => ({
    name,
    perSecond: median(ratesOf(name)),
    base: base ?? null,
    times: base === undefined ? null : median(ratesOf(base).map((rate, round) => rate / (ratesOf(name)[round] ?? NaN))),
  }));
}

/** Runs a second of processor time: what else the machine does must not count. */
async function measure(run: () => unknown, milliseconds: number): Promise<number> {
  const begin = process.cpuUsage();
  let count = 0;
  let spent: number;
  let batch = 1;
  do {
    for (let index = 0; index < batch; index++) {
      const result = run();
      if (result instanceof Promise) await result;
    }
    count += batch;
    batch = Math.min(50, batch * 2);
    const { user, system } = process.cpuUsage(begin);
    spent = (user + system) / 1000;
  } while (spent < milliseconds);
  return (count / spent) * 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
