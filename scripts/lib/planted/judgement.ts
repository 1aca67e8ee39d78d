import type { PlantedBug } from '../../../test/planted/types.ts';

/** A test that takes longer does not find its bug in time. */
export const MOST_SECONDS = 60;

/** How one planted bug ended. */
export interface Judgement {
  readonly bug: PlantedBug;
  readonly found: boolean;
  /** Seconds of the test run with the bug. */
  readonly seconds: number;
  /** Seconds for compiling what the bug changes; 0 where nothing is compiled. */
  readonly compileSeconds: number;
  /** Which test failed and what it said; or why the bug was not found. */
  readonly detail: string;
}

/** What failed, if it wasn't the test that is meant. */
export function notMeant(failed: string): string {
  return `${failed} failed before the test came to its turn: the bug breaks what prepares it`;
}
