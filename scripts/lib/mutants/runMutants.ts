import type { MutantEngine } from './engine.ts';
import { readSource } from './compile.ts';
import { applyChange } from './generate.ts';
import type { Mutant } from './generate.ts';
import type { Subject } from './subjects.ts';

/** `invalid`: it doesn't compile. `equivalent`: it compiles to the same bytecode. */
export type Fate = 'killed' | 'survived' | 'equivalent' | 'invalid';

export interface Tried {
  id: string;
  operator: string;
  was: string;
  becomes: string;
  fate: Fate;
  /** `Contract.test`, or "timeout". */
  by?: string;
}

/** Runs in a row and calls in each, of fuzz and invariant tests against one mutant. */
export const DEPTHS = {
  quick: { fuzzRuns: 16, invariantRuns: 1, invariantDepth: 30 },
  full: { fuzzRuns: 128, invariantRuns: 4, invariantDepth: 80 },
} as const;

/** A mutant may take this many times as long as the unchanged contract, and at least three minutes, before it counts as hanging. */
const PATIENCE = 4;
const LEAST_PATIENCE_MS = 180_000;

/** What the unchanged contract does to the tests. */
export interface Baseline {
  /** Tests that fail without the optimizer, as those do that hold gas; the quick round does without them. */
  unfit: ReadonlySet<string>;
  quickTimeoutMs: number;
  /** Of the full round, which is first run on the unchanged contract when a mutant gets that far; fails unless it is green. */
  fullTimeoutMs: () => Promise<number>;
}

/** Runs the tests over the unchanged contract. */
export async function takeBaseline(engine: MutantEngine, { contract, files }: Subject): Promise<Baseline> {
  const unchanged = { failFast: false, timeoutMs: 15 * LEAST_PATIENCE_MS };
  const patience = (seconds: number): number => Math.max(LEAST_PATIENCE_MS, PATIENCE * seconds * 1000);
  engine.applyUnoptimized(files);
  const quick = await engine.runForge({ ...DEPTHS.quick, ...unchanged });
  engine.restore();
  if (quick.by === 'timeout') throw new Error(`${contract}: the tests take too long without a mutant`);
  const runFull = async (): Promise<number> => {
    engine.restore();
    const full = await engine.runForge({ ...DEPTHS.full, ...unchanged });
    if (full.killed) {
      throw new Error(
        `${contract}: tests fail without a mutant: ${full.failed.join(', ')} (${full.reason ?? full.by ?? ''})`,
      );
    }
    return patience(full.seconds);
  };
  let full: Promise<number> | undefined;
  return {
    unfit: new Set(quick.failed),
    quickTimeoutMs: patience(quick.seconds),
    fullTimeoutMs: () => (full ??= runFull()),
  };
}

/**
 * Decides about one mutant. First quickly: compiled without the optimizer, against the tests that are green on the unchanged
 * contract compiled so, and that don't hold the changed place themselves. What survives that is compiled as the project is,
 * with the tests that hold the place, and all tests run.
 */
export async function tryMutant(engine: MutantEngine, mutant: Mutant, baseline: Baseline): Promise<Tried> {
  const { id, operator, was, replacement: becomes, file } = mutant;
  const fate = (result: Fate, by?: string): Tried => ({
    id,
    operator,
    was,
    becomes,
    fate: result,
    ...(by === undefined ? {} : { by }),
  });
  const mutation = { file, source: applyChange(readSource(file), mutant) };
  const quick = engine.applyMutant(mutation, true);
  if (typeof quick === 'object') return fate('invalid');
  if (quick === 'patched') {
    const holding = engine.testsHolding(file, mutant.begin).map(({ contract }) => contract);
    const without = new Set([...baseline.unfit, ...holding]);
    const { killed, by } = await engine.runForge({ ...DEPTHS.quick, without, timeoutMs: baseline.quickTimeoutMs });
    if (killed) return fate('killed', by);
  }
  const timeoutMs = await baseline.fullTimeoutMs();
  const full = engine.applyMutant(mutation);
  if (typeof full === 'object') return fate('invalid');
  if (full !== 'patched') return fate('equivalent');
  const { killed, by } = await engine.runForge({ ...DEPTHS.full, timeoutMs });
  return killed ? fate('killed', by) : fate('survived');
}
