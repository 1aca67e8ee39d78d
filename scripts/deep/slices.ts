/** Which part comes next, and how large it is. */
import { createHash } from 'node:crypto';
import type { Reach } from '../lib/reach.ts';
import type { Unit } from './units.ts';

/** Part of a unit that was run: so many runs of its fuzz tests, or calls of its invariant. */
export interface Slice {
  unit: string;
  /** 0, 1, 2 … for each unit. */
  number: number;
  seed: string;
  amount: number;
  seconds: number;
  /** One text a failed test; the slice counts for nothing then, and is run again next time with the same seed. */
  failures: string[];
  reach: Reach;
}

export interface Goal {
  /** Runs of each fuzz test. */
  fuzzRuns: number;
  /** Calls of all invariants together. */
  invariantCalls: number;
}

export interface NextSlice {
  unit: Unit;
  number: number;
  amount: number;
}

/** Short enough to lose little by a stop, long enough that forge's start (some 2 s) doesn't count. */
const SLICE_SECONDS = 120;
/** The first slice of a unit tells how fast it is. */
const FIRST_RUNS = 500;
const FIRST_CALLS = 1_000;
/** Calls of one sequence. Twice that of foundry.toml: what only a long history brings about. */
export const SEQUENCE = 400;
/**
 * Calls from one look at the invariants to the next; they are looked at after the last call of a sequence too. A look costs
 * up to ten times as much as a call. `npm test` looks after each call.
 */
export const CHECK_INTERVAL = 10;

/** What was done of a unit, and in which time. */
export function doneOf(unit: Unit, slices: readonly Slice[]): { amount: number; seconds: number; slices: number } {
  const own = slices.filter((slice) => slice.unit === unit.name && slice.failures.length === 0);
  const sum = (key: 'amount' | 'seconds'): number => own.reduce((all, slice) => all + slice[key], 0);
  return { amount: sum('amount'), seconds: sum('seconds'), slices: own.length };
}

/** Calls of all invariants that were run. */
export function callsOf(units: readonly Unit[], slices: readonly Slice[]): number {
  return units.filter(({ kind }) => kind === 'invariant').reduce((sum, unit) => sum + doneOf(unit, slices).amount, 0);
}

/**
 * The next slice, or undefined when nothing is left but what runs already (`busy`, names of units). Fuzz tests first, each
 * to its runs; then the invariant that had the least time so far: each gets the same time, and quick ones more calls.
 */
export function nextSlice(
  units: readonly Unit[],
  slices: readonly Slice[],
  goal: Goal,
  busy: ReadonlySet<string>,
): NextSlice | undefined {
  const free = units.filter(({ name }) => !busy.has(name));
  for (const unit of free.filter(({ kind }) => kind === 'fuzz')) {
    const done = doneOf(unit, slices);
    const left = goal.fuzzRuns - done.amount;
    if (left > 0) return { unit, number: done.slices, amount: Math.min(left, sizeOf(done, FIRST_RUNS)) };
  }
  const invariants = free.filter(({ kind }) => kind === 'invariant');
  const reached = callsOf(units, slices) >= goal.invariantCalls;
  const open = invariants
    .map((unit) => ({ unit, done: doneOf(unit, slices) }))
    .filter(({ done }) => !reached || done.amount === 0)
    .sort((one, other) => one.done.seconds - other.done.seconds);
  const first = open[0];
  if (first === undefined) return undefined;
  const calls = Math.ceil(sizeOf(first.done, FIRST_CALLS) / SEQUENCE) * SEQUENCE;
  return { unit: first.unit, number: first.done.slices, amount: calls };
}

function sizeOf(done: { amount: number; seconds: number }, first: number): number {
  if (done.seconds === 0) return first;
  return Math.max(first, Math.round((done.amount / done.seconds) * SLICE_SECONDS));
}

/** Seconds of one core until the goal, from the speed so far; undefined while a unit's speed isn't known. */
export function estimateSeconds(units: readonly Unit[], slices: readonly Slice[], goal: Goal): number | undefined {
  let seconds = 0;
  const invariants = { amount: 0, seconds: 0 };
  for (const unit of units) {
    const done = doneOf(unit, slices);
    if (done.seconds === 0) return undefined;
    if (unit.kind === 'fuzz') {
      seconds += (Math.max(0, goal.fuzzRuns - done.amount) * done.seconds) / done.amount;
    } else {
      invariants.amount += done.amount;
      invariants.seconds += done.seconds;
    }
  }
  if (invariants.amount === 0) return seconds;
  const left = Math.max(0, goal.invariantCalls - invariants.amount);
  return seconds + (left * invariants.seconds) / invariants.amount;
}

/** Each slice has inputs of its own, and the same ones whenever the whole is run with the same seed. */
export function seedOf(seed: string, unit: string, number: number): string {
  return `0x${createHash('sha256').update(`${seed}\0${unit}\0${number}`).digest('hex')}`;
}
