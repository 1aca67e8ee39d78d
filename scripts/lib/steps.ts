import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPORTS } from './paths.ts';
import type { Result } from './results.ts';
import { formatSeconds } from './table.ts';

/** One test that ran. */
export interface RanTest {
  /** Within the repository, with slashes. */
  file: string;
  /** A Solidity function without its arguments, or the whole title of a Mocha test. */
  name: string;
  passed: boolean;
}

/** How a step ended, in tests; a check is one test. */
export interface Verdict {
  passed: number;
  failed: number;
  problems: string[];
  /** A few words for the line of the step. */
  note?: string;
  /** All that the tools printed. */
  log?: string;
  /** The tests one by one, where the step runs tests. */
  tests?: readonly RanTest[];
  /** What `--keep-results` writes to audit/results/ beside the steps and tests, by its name there. */
  results?: Readonly<Record<string, Omit<Result, 'command'>>>;
}

export interface Step {
  name: string;
  /** Steps that can be asked for together with `--only`. */
  group: string;
  title: string;
  /** Steps without whose success this one can't run. */
  needs?: readonly string[];
  /** Steps that must have ended, well or not, because both write the same files. */
  after?: readonly string[];
  /** `tell` says in a few words how far it is, where it knows; shown with the time that it has taken. */
  run: (tell: (progress: string) => void) => Promise<Verdict>;
}

export interface StepResult extends Verdict {
  name: string;
  milliseconds: number;
}

export interface Surroundings {
  /** Steps that may run side by side. */
  atOnce: number;
  say: (line: string) => void;
  /** Called once for each step, with all that it printed. */
  keep: (result: StepResult) => void;
  /** Milliseconds from one line about what is running to the next; 15,000 by default. */
  heartbeat?: number;
}

const HEARTBEAT_MS = 15_000;
/** Enough of a failure to see its cause; the rest is in the log. */
const SHOWN_LINES = 120;

/** Runs steps, `atOnce` at a time, in their order as far as `needs` and `after` allow. */
export async function runSteps(steps: readonly Step[], surroundings: Surroundings): Promise<StepResult[]> {
  const { atOnce, say, keep } = surroundings;
  const names = new Set(steps.map(({ name }) => name));
  const waiting = [...steps];
  const started = new Map<string, number>();
  const results = new Map<string, StepResult>();
  const told = new Map<string, string>();
  const heartbeat = setInterval(() => {
    const parts = [...started].map(([name, at]) => {
      const progress = told.get(name);
      return `${name} ${((Date.now() - at) / 1000).toFixed(0)} s${progress === undefined ? '' : ` (${progress})`}`;
    });
    say(`      … ${parts.join(', ')}`);
  }, surroundings.heartbeat ?? HEARTBEAT_MS);

  const runOne = async (step: Step): Promise<void> => {
    const begin = Date.now();
    started.set(step.name, begin);
    const missing = (step.needs ?? []).filter((name) => (results.get(name)?.failed ?? 0) > 0);
    const verdict =
      missing.length > 0
        ? { passed: 0, failed: 1, problems: [`not run, because ${missing.join(' and ')} failed`] }
        : await settle(step, (progress) => told.set(step.name, progress));
    started.delete(step.name);
    const result = { ...verdict, name: step.name, milliseconds: Date.now() - begin };
    results.set(step.name, result);
    keep(result);
    say(describe(step, result));
  };

  const ready = (step: Step): boolean =>
    [...(step.needs ?? []), ...(step.after ?? [])].every((name) => !names.has(name) || results.has(name));
  const running = new Map<string, Promise<void>>();
  const startWhatCan = (): void => {
    while (running.size < atOnce) {
      const step = waiting.find(ready);
      if (step === undefined) return;
      waiting.splice(waiting.indexOf(step), 1);
      running.set(
        step.name,
        runOne(step).finally(() => running.delete(step.name)),
      );
    }
  };
  try {
    startWhatCan();
    while (running.size > 0) {
      await Promise.race(running.values());
      startWhatCan();
    }
  } finally {
    clearInterval(heartbeat);
  }
  if (waiting.length > 0) throw new Error(`steps wait for each other: ${waiting.map(({ name }) => name).join(', ')}`);
  return steps.flatMap(({ name }) => results.get(name) ?? []);
}

/** A step that throws has failed; its stack is the problem. */
async function settle(step: Step, tell: (progress: string) => void): Promise<Verdict> {
  try {
    return await step.run(tell);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { passed: 0, failed: 1, problems: [text] };
  }
}

/** Keeps what a step printed in reports/. */
export function writeLog({ name, problems, log }: StepResult): void {
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(join(REPORTS, `${name}.log`), [...problems, log ?? ''].join('\n\n'));
}

function describe(step: Step, { name, passed, failed, problems, note, milliseconds }: StepResult): string {
  const mark = failed === 0 ? 'ok  ' : 'FAIL';
  const counts = passed + failed === 1 ? '' : `${passed} passed, ${failed} failed`;
  const details = [counts, note].filter(Boolean).join('; ');
  const time = formatSeconds(milliseconds).padStart(8);
  const line = `${mark}  ${time}  ${step.title}${details === '' ? '' : `: ${details}`}`;
  if (failed === 0) return line;
  const text = problems.join('\n').trimEnd().split('\n');
  const shown = text.slice(0, SHOWN_LINES).map((row) => `      ${row}`);
  if (text.length > SHOWN_LINES) shown.push(`      … ${text.length - SHOWN_LINES} more lines`);
  return [line, ...shown, `      all of it: reports/${name}.log`].join('\n');
}

export function total(results: readonly StepResult[]): { passed: number; failed: number } {
  const sum = (key: 'passed' | 'failed'): number => results.reduce((all, result) => all + result[key], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}
