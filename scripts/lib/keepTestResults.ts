import { packageVersion } from './packageVersion.ts';
import { countRuns } from './propertyTable.ts';
import { readTests } from './readTests.ts';
import { writeResult } from './results.ts';
import type { Result } from './results.ts';
import type { Step, StepResult } from './steps.ts';
import { total } from './steps.ts';

/**
 * Writes what a whole run of `npm test` found to audit/results/: the steps, the tests that carry a number, and what steps keep
 * besides.
 *
 * @param args Of the run, as they were given.
 */
export async function keepTestResults(
  args: readonly string[],
  steps: readonly Step[],
  results: readonly StepResult[],
): Promise<void> {
  const tool = ['@foundry-rs/forge', 'hardhat', 'mocha'].map((name) => `${name} ${packageVersion(name)}`).join(', ');
  const origin = { tool, command: toCommand(args) };
  await writeResult('tests', { ...origin, ...summarizeSteps(steps, results) });
  const ran = results.flatMap(({ tests = [] }) => tests);
  await writeResult('property-tests', { ...origin, ...countRuns(readTests(), ran) });
  for (const [name, result] of results.flatMap(({ results: own = {} }) => Object.entries(own))) {
    await writeResult(name, { ...result, command: origin.command });
  }
}

/** What a reader types to have a run of these arguments again. */
export function toCommand(args: readonly string[]): string {
  return args.length === 0 ? 'npm test' : `npm test -- ${args.join(' ')}`;
}

/** A row a step, without times, which are the machine's. */
export function summarizeSteps(
  steps: readonly Step[],
  results: readonly StepResult[],
): Pick<Result, 'figures' | 'rows'> {
  const titles = new Map(steps.map(({ name, title }) => [name, title]));
  return {
    figures: { ...total(results), steps: results.length },
    rows: results.map(({ name, passed, failed, note = '' }) => ({
      step: name,
      'what is checked': titles.get(name) ?? name,
      passed,
      failed,
      note,
    })),
  };
}
