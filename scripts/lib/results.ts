/** What the long checks found, kept in audit/results/ so that TEST-RESULTS can tell it without running them again. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gitCommit } from './gitCommit.ts';
import { ROOT, readJson } from './paths.ts';

export const RESULTS = join(ROOT, 'audit', 'results');

export type Cell = string | number | boolean;

/** One run of a long check. Everything here is shown to auditors; nothing of the machine goes in. */
export interface Result {
  /** Program and version, for example "halmos 0.3.3". */
  tool: string;
  /** What a reader types to have it again. */
  command: string;
  /** Totals, for example {proved: 31, failed: 0}. */
  figures: Record<string, Cell>;
  /** One row a check, contract or bug; all with the same keys. */
  rows: Record<string, Cell>[];
}

export interface KeptResult extends Result {
  /** Day of the run, UTC, as 2026-01-31. */
  date: string;
  /** The commit that was checked out; "unknown" without git. */
  commit: string;
  /** SHA-256 over the names and contents of contracts/, see {@link hashContracts}. */
  contracts: string;
}

/** Writes audit/results/NAME.json. */
export async function writeResult(name: string, result: Result): Promise<void> {
  const kept: KeptResult = {
    ...result,
    date: new Date().toISOString().slice(0, 10),
    commit: (await gitCommit()) ?? 'unknown',
    contracts: hashContracts(),
  };
  mkdirSync(RESULTS, { recursive: true });
  // What tools print may name folders of this machine.
  const text = JSON.stringify(kept, undefined, 2).replaceAll(ROOT, '.').replaceAll(tmpdir(), 'TEMP');
  writeFileSync(join(RESULTS, `${name}.json`), `${text}\n`);
}

/** The kept result of that name, or undefined when the check was never run. */
export function readResult(name: string): KeptResult | undefined {
  const path = join(RESULTS, `${name}.json`);
  return existsSync(path) ? (readJson(path) as KeptResult) : undefined;
}

/** All kept results by name, in the order of their names. */
export function readResults(): Map<string, KeptResult> {
  const files = existsSync(RESULTS) ? readdirSync(RESULTS).filter((file) => file.endsWith('.json')) : [];
  return new Map(
    files.sort().map((file) => [file.slice(0, -'.json'.length), readJson(join(RESULTS, file)) as KeptResult]),
  );
}

/** Names the contracts exactly: a result whose hash differs was found on other contracts. */
export function hashContracts(): string {
  return hashSources(['contracts']);
}

/** SHA-256 over names and contents of the given files, and of the Solidity files in the given folders, from the root. */
export function hashSources(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => sourcesIn(join(ROOT, path)))) {
    const text = readFileSync(file);
    hash.update(`${relative(ROOT, file).replaceAll('\\', '/')}\0${text.length}\0`).update(text);
  }
  return hash.digest('hex');
}

function sourcesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sol'))
    .map((file) => join(path, file))
    .sort();
}
