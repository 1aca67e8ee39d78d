/** Runs slices until the goal, or until the time is up. */
import { addReach } from '../lib/reach.ts';
import type { Reach } from '../lib/reach.ts';
import type { RanTest } from '../lib/steps.ts';
import { callsOf, doneOf, estimateSeconds, nextSlice } from './slices.ts';
import type { Goal, NextSlice, Slice } from './slices.ts';
import type { Unit } from './units.ts';

export interface Campaign {
  units: readonly Unit[];
  goal: Goal;
  /** Of earlier runs; what is run is added. */
  slices: Slice[];
  /** Slices that may run side by side. */
  atOnce: number;
  /** No slice begins after this moment, in milliseconds as of Date.now(). */
  until?: number | undefined;
  run: (next: NextSlice) => Promise<Slice>;
  /** Called once for each slice that ended. */
  keep: (slice: Slice) => void;
  /** Told of each slice that ended; `far` is how far all slices together have come. */
  say: (line: string, far: string) => void;
}

export interface Standing {
  complete: boolean;
  fuzzContracts: number;
  fuzzContractsDone: number;
  /** The fewest runs that each fuzz test of a contract had. */
  fewestFuzzRuns: number;
  calls: number;
  seconds: number;
  failures: string[];
  reach: Reach;
}

/** A unit that failed isn't run again in the same campaign. */
export async function runCampaign(campaign: Campaign): Promise<Standing> {
  const { units, goal, slices, atOnce, run, keep, say } = campaign;
  const failures: string[] = [];
  const failed = new Set<string>();
  const busy = new Map<string, Promise<void>>();
  const startWhatCan = (): void => {
    while (busy.size < atOnce && (campaign.until === undefined || Date.now() < campaign.until)) {
      const next = nextSlice(units, slices, goal, new Set([...busy.keys(), ...failed]));
      if (next === undefined) return;
      const { name } = next.unit;
      const work = run(next).then((slice) => {
        keep(slice);
        if (slice.failures.length > 0) failed.add(name);
        failures.push(...slice.failures);
        busy.delete(name);
        const left = estimateSeconds(units, slices, goal);
        const far = describeStanding(
          stand(units, slices, goal, failures),
          left === undefined ? undefined : left / atOnce,
        );
        say(describe(slice, far), far);
      });
      busy.set(name, work);
    }
  };
  startWhatCan();
  while (busy.size > 0) {
    await Promise.race(busy.values());
    startWhatCan();
  }
  return stand(units, slices, goal, failures);
}

/** How far all slices together have come. */
export function stand(
  units: readonly Unit[],
  slices: readonly Slice[],
  goal: Goal,
  failures: readonly string[],
): Standing {
  const fuzz = units.filter(({ kind }) => kind === 'fuzz').map((unit) => doneOf(unit, slices).amount);
  const calls = callsOf(units, slices);
  const good = slices.filter((slice) => slice.failures.length === 0);
  const reach: Reach = {};
  for (const slice of good) addReach(reach, slice.reach);
  const untouched = units.some((unit) => unit.kind === 'invariant' && doneOf(unit, slices).amount === 0);
  const fuzzContractsDone = fuzz.filter((runs) => runs >= goal.fuzzRuns).length;
  return {
    complete: failures.length === 0 && fuzzContractsDone === fuzz.length && calls >= goal.invariantCalls && !untouched,
    fuzzContracts: fuzz.length,
    fuzzContractsDone,
    fewestFuzzRuns: fuzz.length === 0 ? 0 : Math.min(...fuzz),
    calls,
    seconds: good.reduce((sum, { seconds }) => sum + seconds, 0),
    failures: [...failures],
    reach,
  };
}

function describe(slice: Slice, far: string): string {
  const mark = slice.failures.length === 0 ? 'ok  ' : 'FAIL';
  const amount = slice.amount.toLocaleString('en-US');
  const line = `${mark} ${slice.seconds.toFixed(0).padStart(5)} s  ${slice.unit}: ${amount}  [${far}]`;
  return [line, ...slice.failures.map((failure) => `      ${failure.replaceAll('\n', '\n      ')}`)].join('\n');
}

function describeStanding({ fuzzContracts, fuzzContractsDone, calls }: Standing, secondsLeft?: number): string {
  const fuzz = fuzzContracts === 0 ? [] : [`fuzz ${fuzzContractsDone}/${fuzzContracts} contracts`];
  const rest = secondsLeft === undefined ? [] : [`about ${formatHours(secondsLeft)} left`];
  return [...fuzz, `${calls.toLocaleString('en-US')} calls`, ...rest].join(', ');
}

function formatHours(seconds: number): string {
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** The invariants that ran, as forge's own report would tell them; one that failed once has failed. */
export function invariantTests(units: readonly Unit[], slices: readonly Slice[]): RanTest[] {
  return units
    .filter(({ kind }) => kind === 'invariant')
    .map((unit) => ({ unit, own: slices.filter((slice) => slice.unit === unit.name) }))
    .filter(({ own }) => own.length > 0)
    .map(({ unit: { file, contract, name }, own }) => ({
      file,
      name: name.slice(contract.length + 1),
      passed: own.every(({ failures }) => failures.length === 0),
    }));
}
