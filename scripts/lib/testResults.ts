/** audit/TEST-RESULTS.md: what the checks found, from audit/results/ and snapshots/. */
import { formatMarkdownTable } from './markdown.ts';
import type { Cell, KeptResult } from './results.ts';
import { MAX_CODE_SIZE } from './snapshots.ts';
import type { Snapshot } from './snapshots.ts';
import { formatInteger } from './table.ts';

/** A result, where it is told and what it means. */
export interface Section {
  /** Of the file in audit/results/. */
  readonly name: string;
  readonly title: string;
  /** What is counted, and what the figures don't say. */
  readonly about: string;
}

export const SECTIONS: readonly Section[] = [
  {
    name: 'tests',
    title: 'Tests',
    about:
      'All of `npm test`, step by step; a check counts as one test, a skipped test as failed. Bytecode sizes, gas, storage layouts, type hashes and the generated documents of `audit/` are held by steps of their own.',
  },
  {
    name: 'coverage',
    title: 'Coverage',
    about:
      'Of the contracts by the Solidity tests, with a fixed seed; `npm test` fails below 100 %. A file that is only types or interfaces has no line of code. What is not measured is said in the figures: it does not compile without the optimizer, and the tests run its production build.',
  },
  {
    name: 'deep',
    title: 'Fuzz and invariant reach',
    about:
      'The depth runs: how often each fuzz test ran, how many calls the invariants held through, and how often the functions of each handler succeeded; `least` names the function that succeeded least.',
  },
  {
    name: 'mutation',
    title: 'Mutation',
    about:
      'Small faults put into the contracts by machine: `generated` is how many there are, `mutants` how many were tried and compile; where these are fewer, the seed drew them. Survivors are judged in [MUTATION.md](MUTATION.md).',
  },
  {
    name: 'planted',
    title: 'Planted bugs',
    about:
      'Faults written by hand, each against a property or an attack, and whether the test that is meant to find it did.',
  },
  {
    name: 'halmos',
    title: 'Proofs by halmos',
    about: 'Symbolic proofs on the bytecode; bounds and assumptions are in [PROOFS.md](PROOFS.md).',
  },
  {
    name: 'smt',
    title: 'Proofs by the SMTChecker',
    about: 'Assertions that the model checker of solc proves on the sources; see [PROOFS.md](PROOFS.md).',
  },
  {
    name: 'edr',
    title: 'Second engine (EDR)',
    about:
      'The same invariants, driven by another engine. `functions` counts those of the handler, `least` how often the one that succeeded least did.',
  },
  {
    name: 'medusa',
    title: 'Third engine (medusa)',
    about:
      'The invariants that need no logs, by another fuzzer on another EVM; see [fuzzing.md](../docs/fuzzing.md). `leftOut` counts calls that were undone, since medusa lacks what they need; `functions` and `least` are of those that it can carry out.',
  },
  {
    name: 'slither',
    title: 'Static analysis (Slither)',
    about: 'Every detector on; each finding is judged by hand in [slither-triage.md](slither-triage.md).',
  },
  {
    name: 'matrix',
    title: 'Compiler matrix',
    about:
      'The unit tests, and the fuzz tests with `fuzzRuns` runs each, under other compilers and settings; `passed` counts both, invariants are left out. A row has the day and commit of its own run. What is deployed is built as [AUDIT-SCOPE.md](AUDIT-SCOPE.md) says.',
  },
  {
    name: 'builds',
    title: 'Clean builds',
    about:
      'Two builds from nothing by each tool, in the folders `a` and `another/and/deeper/place`, compared byte by byte.',
  },
  {
    name: 'alerts',
    title: 'Alerts of the monitor',
    about: 'Each alert, provoked on a local chain.',
  },
  {
    name: 'promtool',
    title: 'Rules for Prometheus',
    about:
      "Prometheus' own promtool over the alert rules, their unit tests and the metrics of a watcher that has just begun.",
  },
];

/** Results that are told in other documents. */
export const TOLD_ELSEWHERE: Readonly<Record<string, string>> = { 'property-tests': 'audit/PROPERTIES.md' };

export interface Findings {
  /** By name; a check that was never run is not there. */
  readonly results: ReadonlyMap<string, KeptResult>;
  /** Hash of contracts/ as it is now. */
  readonly contracts: string;
  readonly gas: Snapshot;
  readonly sizes: Snapshot;
}

/**
 * Renders audit/TEST-RESULTS.md.
 *
 * @throws Error when a result has no section: it would be lost.
 */
export function renderTestResults({ results, contracts, gas, sizes }: Findings): string {
  for (const name of results.keys()) {
    if (!SECTIONS.some((section) => section.name === name) && !(name in TOLD_ELSEWHERE))
      throw new Error(`audit/results/${name}.json has no section in scripts/lib/testResults.ts`);
  }
  const overview = SECTIONS.map(({ name, title }) => {
    const result = results.get(name);
    const link = `[${title}](#${anchor(title)})`;
    if (result === undefined) return [link, 'never run', '', '', ''];
    return [link, formatFigures(result), result.date, shortCommit(result), sourcesOf(result, contracts)];
  });
  return `${[
    '# Test results',
    '',
    'Generated by `npm run audit:results`. Checks that are too long for every run leave their results in `audit/results/`, with day, commit and a hash of `contracts/`. The column `found on` tells whether that hash is the one of the contracts beside this file: of these contracts, or of others. The hash covers no test: tests may be newer than a result, which names its commit.',
    '',
    `Hash of \`contracts/\` now: \`${contracts}\` (SHA-256 over names and contents, [results.ts](../scripts/lib/results.ts)).`,
    '',
    formatMarkdownTable(['check', 'result', 'day (UTC)', 'commit', 'found on'], overview),
    '',
    ...SECTIONS.flatMap((section) => renderSection(section, results.get(section.name), contracts)),
    '## Bytecode sizes',
    '',
    `Bytes of the code at the address, from [snapshots/sizes.json](../snapshots/sizes.json), held by the step \`sizes\`; the limit is ${formatInteger(MAX_CODE_SIZE)} (EIP-170).`,
    '',
    formatMarkdownTable(
      ['contract', 'bytes', 'left'],
      Object.entries(sizes).map(([name, size]) => [name, formatInteger(size), formatInteger(MAX_CODE_SIZE - size)]),
      ['left', 'right', 'right'],
    ),
    '',
    '## Gas',
    '',
    'Gas of whole transactions, from [snapshots/gas.json](../snapshots/gas.json), held by the step `gas`; `npm run gas` prints them beside those of the deployed ERC-8004 registries.',
    '',
    formatMarkdownTable(
      ['call', 'gas'],
      Object.entries(gas).map(([call, used]) => [call, formatInteger(used)]),
      ['left', 'right'],
    ),
  ].join('\n')}\n`;
}

function renderSection({ title, about }: Section, result: KeptResult | undefined, contracts: string): string[] {
  const head = [`## ${title}`, '', about, ''];
  if (result === undefined) return [...head, '**Never run**: no result is kept.', ''];
  const facts = `\`${result.command}\` with ${result.tool}, on ${result.date} at commit ${shortCommit(result)}, ${sourcesOf(result, contracts)}.`;
  const figures = formatFigures(result);
  return [
    ...head,
    facts,
    '',
    ...(figures === '' ? [] : [`**${figures}**`, '']),
    ...(result.rows.length === 0 ? [] : [formatRows(result.rows), '']),
  ];
}

/** "of these contracts", or that the result is of other ones. */
export function sourcesOf(result: KeptResult, contracts: string): string {
  return result.contracts === contracts
    ? 'of these contracts'
    : `of OTHER contracts (hash ${result.contracts.slice(0, 12)})`;
}

/** The commit as it is written in running text. */
export function shortCommit({ commit }: KeptResult): string {
  return /^[0-9a-f]{40}$/.test(commit) ? `\`${commit.slice(0, 10)}\`` : commit;
}

function formatFigures({ figures }: KeptResult): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name}: ${formatCell(value)}`)
    .join('; ');
}

/** Columns that tell how something was run, so that "no" in them is no failure. */
const SETTINGS: ReadonlySet<string> = new Set(['ir']);

/** Columns are those of all rows, in the order in which they come first. */
function formatRows(rows: KeptResult['rows']): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) =>
    columns.map((column) => {
      const value = row[column] ?? '';
      return value === false && SETTINGS.has(column) ? 'no' : formatCell(value);
    }),
  );
  const isNumeric = (column: string): boolean => rows.every((row) => typeof row[column] === 'number');
  return formatMarkdownTable(
    columns,
    cells,
    columns.map((column) => (isNumeric(column) ? 'right' : 'left')),
  );
}

function formatCell(value: Cell): string {
  if (typeof value === 'boolean') return value ? 'yes' : '**no**';
  if (typeof value === 'number') return Number.isInteger(value) ? formatInteger(value) : String(value);
  return value;
}

/** As GitHub makes them of headings. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
