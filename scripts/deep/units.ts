import { forgeBinary } from '../lib/paths.ts';
import { describeFailure, run } from '../lib/process.ts';

/** What is run and counted by itself: one invariant, or all fuzz tests of a contract. */
export interface Unit {
  kind: 'fuzz' | 'invariant';
  file: string;
  contract: string;
  /** A regular expression for `--match-test`. */
  tests: string;
  /** Names it in the ledger and in what is printed. */
  name: string;
}

const MINUTE = 60_000;

/** All units of test/foundry, as forge lists the tests; builds them when they aren't. */
export async function listUnits(): Promise<Unit[]> {
  const outcome = await run(forgeBinary(), ['test', '--list', '--json'], { timeoutMs: 30 * MINUTE });
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`forge test --list: ${failure}\n${outcome.output}`);
  return readUnits(outcome.stdout);
}

/** Reads `forge test --list --json`: {file: {contract: [test]}}. */
export function readUnits(stdout: string): Unit[] {
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) throw new Error('forge test --list printed no JSON');
  const files = JSON.parse(line) as Record<string, Record<string, string[]>>;
  return Object.entries(files).flatMap(([file, contracts]) =>
    Object.entries(contracts).flatMap(([contract, tests]) => unitsOf(file, contract, tests)),
  );
}

function unitsOf(file: string, contract: string, tests: readonly string[]): Unit[] {
  const units: Unit[] = tests
    .filter((test) => test.startsWith('invariant'))
    .map((test) => ({ kind: 'invariant', file, contract, tests: `^${test}\\(`, name: `${contract} ${test}` }));
  if (tests.some((test) => test.startsWith('testFuzz'))) {
    units.push({ kind: 'fuzz', file, contract, tests: '^testFuzz', name: contract });
  }
  return units;
}
