import { addReach, findUnreached, leastReached } from './reach.ts';
import type { Reach } from './reach.ts';
import type { RanTest, Verdict } from './steps.ts';

/** What `forge test --json` prints for one test; only the fields that are read here. */
interface ForgeTest {
  status: string;
  reason?: string | null;
  counterexample?: unknown;
  decoded_logs?: string[];
  kind?: {
    Unit?: unknown;
    Fuzz?: { runs?: number };
    Invariant?: { runs?: number; calls?: number; metrics?: Record<string, ForgeMetrics> };
  };
}

/** Of one function of a handler, over all runs of one invariant. */
interface ForgeMetrics {
  calls: number;
  reverts: number;
  discards: number;
}

interface ForgeSuite {
  test_results: Record<string, ForgeTest>;
}

/** What all tests of one run of forge add up to. */
export interface ForgeTotals {
  passed: number;
  /** One text a failed test. */
  failures: string[];
  unit: number;
  /** Runs of each fuzz test. */
  fuzzRuns: number[];
  invariants: number;
  /** Calls of all invariants together. */
  calls: number;
  /** Successful calls of each function of each handler. */
  reach: Reach;
}

/**
 * Reads the JSON of `forge test --json`. Anything but "Success" is a failure, a skipped test included; and a run without
 * JSON, without tests or with an exit code that does not fit its tests counts as one failure, so that a crash can't pass.
 * So does a function of a handler that never succeeded in all the calls of the invariants.
 */
export function readForgeReport(stdout: string, exitCode: number | null): Verdict {
  const totals = readForgeTotals(stdout);
  if (totals === undefined) return { passed: 0, failed: 1, problems: ['forge printed no test results'] };
  const { passed, unit, fuzzRuns, invariants, calls, reach } = totals;
  const problems = [...totals.failures];
  if (passed + problems.length === 0) problems.push('forge ran no tests at all');
  problems.push(...findUnreached(reach));
  if (problems.length === 0 && exitCode !== 0) problems.push(`forge ended with exit code ${String(exitCode)}`);
  const least = fuzzRuns.length === 0 ? '' : ` with ${Math.min(...fuzzRuns).toLocaleString('en-US')} runs or more each`;
  const inAll = invariants === 0 ? '' : ` with ${calls.toLocaleString('en-US')} calls in all`;
  const reached = Object.keys(reach).length === 0 ? '' : `; ${leastReached(reach)}`;
  return {
    passed,
    failed: problems.length,
    problems,
    note: `${unit} unit, ${fuzzRuns.length} fuzz${least}, ${invariants} invariant${inAll}${reached}`,
    tests: readForgeTests(stdout),
  };
}

/** Adds up what `forge test --json` printed; undefined when that isn't the JSON of a test run. */
export function readForgeTotals(stdout: string): ForgeTotals | undefined {
  const suites = parseSuites(stdout);
  if (suites === undefined) return undefined;
  const totals: ForgeTotals = { passed: 0, failures: [], unit: 0, fuzzRuns: [], invariants: 0, calls: 0, reach: {} };
  for (const [suite, { test_results: tests }] of Object.entries(suites)) {
    for (const [name, test] of Object.entries(tests)) {
      addTest(totals, test);
      if (test.status === 'Success') totals.passed++;
      else totals.failures.push(describeTest(suite, name, test));
    }
  }
  return totals;
}

/** The tests one by one. */
function readForgeTests(stdout: string): RanTest[] {
  return Object.entries(parseSuites(stdout) ?? {}).flatMap(([suite, { test_results: tests }]) =>
    Object.entries(tests).map(([name, { status }]) => ({
      file: suite.replace(/:[^:]*$/, ''),
      name: name.replace(/\(.*$/, ''),
      passed: status === 'Success',
    })),
  );
}

function addTest(totals: ForgeTotals, { kind }: ForgeTest): void {
  if (kind?.Fuzz) {
    totals.fuzzRuns.push(kind.Fuzz.runs ?? 0);
  } else if (kind?.Invariant) {
    totals.invariants++;
    totals.calls += kind.Invariant.calls ?? 0;
    for (const [target, { calls, reverts, discards }] of Object.entries(kind.Invariant.metrics ?? {})) {
      // "path:Contract.function"; the path says nothing that the contract doesn't.
      addReach(totals.reach, { [target.slice(target.lastIndexOf(':') + 1)]: calls - reverts - discards });
    }
  } else {
    totals.unit++;
  }
}

function parseSuites(stdout: string): Record<string, ForgeSuite> | undefined {
  // The results are one line; warnings of the compiler may stand before it.
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isSuites(parsed) ? parsed : undefined;
}

function isSuites(value: unknown): value is Record<string, ForgeSuite> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((suite: unknown) => {
    if (typeof suite !== 'object' || suite === null || !('test_results' in suite)) return false;
    return typeof suite.test_results === 'object' && suite.test_results !== null;
  });
}

function describeTest(suite: string, name: string, test: ForgeTest): string {
  const lines = [`${suite} ${name}: ${test.status}${test.reason ? `: ${test.reason}` : ''}`];
  if (test.counterexample) lines.push(`  counterexample: ${JSON.stringify(test.counterexample)}`);
  for (const log of (test.decoded_logs ?? []).slice(-20)) lines.push(`  log: ${log}`);
  return lines.join('\n');
}
