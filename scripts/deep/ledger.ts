import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPORTS } from '../lib/paths.ts';
import { hashSources } from '../lib/results.ts';
import type { Slice } from './slices.ts';

const TESTED = ['contracts', 'test/foundry', 'foundry.toml'];

/** The first line of a ledger. */
interface Head {
  seed: string;
}

export interface Ledger {
  path: string;
  seed: string;
  slices: Slice[];
}

/**
 * Opens the ledger of today's contracts and tests, reports/deep/HASH.jsonl; changed sources begin a new one. A line that a
 * stop cut off is left out: its slice is run again.
 */
export function openLedger(
  freshSeed: string,
  path = join(REPORTS, 'deep', `${hashSources(TESTED).slice(0, 16)}.jsonl`),
): Ledger {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, `${JSON.stringify({ seed: freshSeed } satisfies Head)}\n`);
  }
  const [head, ...slices] = readFileSync(path, 'utf8').split('\n').flatMap(parseLine);
  if (head === undefined || !('seed' in head)) throw new Error(`${path} has no first line with a seed: delete it`);
  return { path, seed: (head as Head).seed, slices: slices as Slice[] };
}

/** One line, written at once, so that a stop loses at most what was running. */
export function addToLedger(ledger: Ledger, slice: Slice): void {
  // Of a line that was cut off the end is missing, also its newline.
  const text = readFileSync(ledger.path, 'utf8');
  appendFileSync(ledger.path, `${text.endsWith('\n') ? '' : '\n'}${JSON.stringify(slice)}\n`);
  ledger.slices.push(slice);
}

function parseLine(line: string): object[] {
  if (line === '') return [];
  try {
    return [JSON.parse(line) as object];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
