/** How deep the tests of the contracts dig: three depths, one list of tests. */

export interface Depth {
  /** Runs of each fuzz test. */
  fuzzRuns: number;
  /** Calls of all invariants together; undefined takes runs and depth as foundry.toml has them. */
  invariantCalls?: number;
  /** Operations of the differential run against the reference model (P19b). */
  operations: number;
  /** A step that takes longer hangs. */
  limitMinutes: number;
  /** Undefined: a new one for each run, told so that the run can be repeated. */
  seed?: string;
}

/** The same inputs on every machine: a run turns red because of a change, never by chance. */
export const FIXED_SEED = '0x8004';

export const DEPTHS = {
  /** `npm test`: minutes. */
  quick: { fuzzRuns: 1_000, operations: 10_000, limitMinutes: 45, seed: FIXED_SEED },
  /** `npm run test:ci`: about an hour of two cores, other inputs each time. */
  ci: { fuzzRuns: 10_000, invariantCalls: 5_000_000, operations: 100_000, limitMinutes: 360 },
  /** `npm run test:deep`: days of one core; resumable. */
} as const satisfies Record<string, Depth>;

/** `npm run test:deep`: fuzz tests and invariants only; days of one core, resumable. */
export const DEEP = { fuzzRuns: 250_000, invariantCalls: 50_000_000 };

export type DepthName = keyof typeof DEPTHS;
