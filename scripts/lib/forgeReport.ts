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
    Invariant?: { runs?: number; calls?: number };
  };
}

interface ForgeSuite {
  test_results: Record<string, ForgeTest>;
}

/**
 * Reads the JSON of `forge test --json`. Anything but "Success" is a failure, a skipped test included; and a run without
 * JSON, without tests or with an exit code that does not fit its tests counts as one failure, so that a crash can't pass.
 */
export function readForgeReport(stdout: string, exitCode: number | null): Verdict {
  const suites = parseSuites(stdout);
  if (suites === undefined) return { passed: 0, failed: 1, problems: ['forge printed no test results'] };
  const problems: string[] = [];
  const ran: RanTest[] = [];
  const fuzzRuns: number[] = [];
  const counts = { unit: 0, fuzz: 0, invariant: 0, calls: 0 };
  let passed = 0;
  for (const [suite, { test_results: tests }] of Object.entries(suites)) {
    for (const [name, test] of Object.entries(tests)) {
      if (test.kind?.Fuzz) fuzzRuns.push(test.kind.Fuzz.runs ?? 0);
      if (test.kind?.Invariant) counts.calls += test.kind.Invariant.calls ?? 0;
      counts[test.kind?.Fuzz ? 'fuzz' : test.kind?.Invariant ? 'invariant' : 'unit']++;
      ran.push({
        file: suite.replace(/:[^:]*$/, ''),
        name: name.replace(/\(.*$/, ''),
        passed: test.status === 'Success',
      });
      if (test.status === 'Success') passed++;
      else problems.push(describeTest(suite, name, test));
    }
  }
  if (passed + problems.length === 0) problems.push('forge ran no tests at all');
  if (problems.length === 0 && exitCode !== 0) problems.push(`forge ended with exit code ${String(exitCode)}`);
  const least = fuzzRuns.length === 0 ? '' : ` with ${Math.min(...fuzzRuns).toLocaleString('en-US')} runs or more each`;
  const calls = counts.invariant === 0 ? '' : ` with ${counts.calls.toLocaleString('en-US')} calls in all`;
  return {
    passed,
    failed: problems.length,
    problems,
    note: `${counts.unit} unit, ${counts.fuzz} fuzz${least}, ${counts.invariant} invariant${calls}`,
    tests: ran,
  };
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
