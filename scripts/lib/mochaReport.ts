import { relative } from 'node:path';
import { ROOT } from './paths.ts';
import type { RanTest, Verdict } from './steps.ts';

/** What Mocha's reporter `json` writes; only the fields that are read here. */
interface MochaReport {
  stats: { passes: number; pending: number; failures: number };
  pending: { fullTitle: string }[];
  failures: { fullTitle: string; file?: string; err: { message?: string; stack?: string } }[];
  /** Every test that ran; hooks aren't counted. */
  tests?: { file?: string; duration?: number; fullTitle?: string }[];
}

/** How long the tests of a file took. */
export interface FileTime {
  readonly file: string;
  readonly seconds: number;
}

/** The files by the time of their tests, the slowest first; hooks and start-up not counted. */
export function readFileTimes(report: string): FileTime[] {
  const times = new Map<string, number>();
  for (const { file = '', duration = 0 } of parseReport(report)?.tests ?? []) {
    times.set(file, (times.get(file) ?? 0) + duration / 1000);
  }
  return [...times].map(([file, seconds]) => ({ file, seconds })).sort((a, b) => b.seconds - a.seconds);
}

/**
 * Reads the report of a Mocha run. A pending (skipped) test is a failure; and a run without report, without tests or with
 * an exit code that does not fit its tests counts as one failure, so that a crash can't pass.
 */
export function readMochaReport(report: string | undefined, exitCode: number | null): Verdict {
  const parsed = report === undefined ? undefined : parseReport(report);
  if (parsed === undefined) return { passed: 0, failed: 1, problems: ['mocha wrote no report'] };
  const problems = [
    ...parsed.failures.map(({ fullTitle, err }) => `${fullTitle}\n  ${err.stack ?? err.message ?? 'failed'}`),
    ...parsed.pending.map(({ fullTitle }) => `${fullTitle}: skipped`),
  ];
  if (parsed.stats.passes + problems.length === 0) problems.push('mocha ran no tests at all');
  if (problems.length === 0 && exitCode !== 0) problems.push(`mocha ended with exit code ${String(exitCode)}`);
  return { passed: parsed.stats.passes, failed: problems.length, problems, tests: readTests(parsed) };
}

/** A failed hook is no test, but has its place among the failures, and there the title of the test that it belongs to. */
function readTests({ tests = [], failures, pending }: MochaReport): RanTest[] {
  const failed = new Set([...failures, ...pending].map(({ fullTitle }) => fullTitle));
  return tests.map(({ file = '', fullTitle = '' }) => ({
    file: relative(ROOT, file).replaceAll('\\', '/'),
    name: fullTitle,
    passed: !failed.has(fullTitle),
  }));
}

function parseReport(text: string): MochaReport | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return isReport(parsed) ? parsed : undefined;
}

function isReport(value: unknown): value is MochaReport {
  if (typeof value !== 'object' || value === null) return false;
  if (!('stats' in value) || !('pending' in value) || !('failures' in value)) return false;
  const { stats, pending, failures } = value;
  if (typeof stats !== 'object' || stats === null || !('passes' in stats)) return false;
  return typeof stats.passes === 'number' && Array.isArray(pending) && Array.isArray(failures);
}
