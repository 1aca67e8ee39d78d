import { readForgeTotals } from '../lib/forgeReport.ts';
import { forgeBinary } from '../lib/paths.ts';
import { describeFailure, run } from '../lib/process.ts';
import { findUnreached } from '../lib/reach.ts';
import { CHECK_INTERVAL, SEQUENCE, seedOf } from './slices.ts';
import type { NextSlice, Slice } from './slices.ts';

const HOUR = 3_600_000;

/** Runs one slice by forge on one core. */
export async function runSlice({ unit, number, amount }: NextSlice, campaignSeed: string): Promise<Slice> {
  const seed = seedOf(campaignSeed, unit.name, number);
  const size = unit.kind === 'fuzz' ? { FOUNDRY_FUZZ_RUNS: String(amount) } : sizeOfInvariant(amount);
  const args = ['test', '--json', '--threads', '1', '--fuzz-seed', seed, '--match-path', unit.file];
  const begin = Date.now();
  const outcome = await run(
    forgeBinary(),
    [...args, '--match-contract', `^${unit.contract}$`, '--match-test', unit.tests],
    { env: size, timeoutMs: 2 * HOUR },
  );
  const seconds = (Date.now() - begin) / 1000;
  const totals = readForgeTotals(outcome.stdout);
  const slice = { unit: unit.name, number, seed, seconds };
  if (totals === undefined) {
    const why = describeFailure(outcome) ?? 'no test results';
    return { ...slice, amount: 0, failures: [`forge: ${why}\n${outcome.output.slice(-5_000)}`], reach: {} };
  }
  const { passed, failures, fuzzRuns, calls, reach } = totals;
  const problems = [...failures, ...findUnreached(reach)];
  if (passed + failures.length === 0) problems.push('forge ran no tests at all');
  const done = unit.kind === 'fuzz' ? Math.min(...fuzzRuns, amount) : calls;
  if (problems.length === 0 && outcome.code !== 0) problems.push(`forge ended with exit code ${String(outcome.code)}`);
  if (problems.length === 0 && done < amount) problems.push(`forge did ${done} of ${amount}`);
  return { ...slice, amount: done, failures: problems, reach };
}

function sizeOfInvariant(calls: number): Record<string, string> {
  return {
    FOUNDRY_INVARIANT_RUNS: String(calls / SEQUENCE),
    FOUNDRY_INVARIANT_DEPTH: String(SEQUENCE),
    FOUNDRY_INVARIANT_CHECK_INTERVAL: String(CHECK_INTERVAL),
  };
}
