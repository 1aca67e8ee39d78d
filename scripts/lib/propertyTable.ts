/** The table of properties and attacks with the tests that carry their number, and what became of these when they last ran. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { formatMarkdownTable } from './markdown.ts';
import { ROOT } from './paths.ts';
import type { KeptResult, Result } from './results.ts';
import type { RanTest } from './steps.ts';
import { shortCommit, sourcesOf } from './testResults.ts';

export type Tool = 'forge unit' | 'forge fuzz' | 'forge invariant' | 'halmos' | 'Mocha' | 'SMTChecker, by Mocha';

export interface NamedTest {
  /** Within the repository, with slashes. */
  file: string;
  /** "…" stands for what the test fills in. */
  name: string;
  tool: Tool;
}

/** Results that the table draws on, with what they are called in it. */
const SOURCES = { 'property-tests': 'forge and Mocha', halmos: 'halmos' } as const;

/** Checks whose rows name properties, but that aren't tests of their own: the table counts their rows. */
const COUNTED = {
  smt: 'SMTChecker: assertions proved',
  medusa: 'medusa: held',
  planted: 'planted bugs: found',
} as const;

const FOLDERS = ['test', 'sdk/typescript/test'];

/** All tests of the repository, by file. */
export function readNamedTests(): NamedTest[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.t.sol') || file.endsWith('.test.ts'))
      .map((file) => join(ROOT, folder, file))
      .sort()
      .flatMap((path) => namedTests(relative(ROOT, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'))),
  );
}

/** The tests of one file: Solidity functions that Foundry or halmos run, and titles of Mocha tests. */
export function namedTests(file: string, source: string): NamedTest[] {
  if (file.endsWith('.sol')) {
    const pattern = /function\s+((?:test|invariant|check_)\w*)\s*\(\s*(\)?)/g;
    return [...source.matchAll(pattern)].map(([, name = '', end]) => ({
      file,
      name,
      tool: solidityTool(file, name, end === ''),
    }));
  }
  const tool = file === 'test/hardhat/smt.test.ts' ? 'SMTChecker, by Mocha' : 'Mocha';
  return [...source.matchAll(/\b(?:it|describe)\(\s*(?:'([^']+)'|"([^"]+)"|`([^`]+)`)/g)].map((match) => {
    const name = (match[1] ?? match[2] ?? match[3] ?? '').replace(/\$\{[^}]*\}/g, '…');
    return { file, name, tool };
  });
}

/** Foundry fuzzes what has arguments. */
function solidityTool(file: string, name: string, hasArguments: boolean): Tool {
  if (file.startsWith('test/halmos/')) return 'halmos';
  if (name.startsWith('invariant')) return 'forge invariant';
  return hasArguments ? 'forge fuzz' : 'forge unit';
}

/** The numbers (P16, P19b, A29) that a test name carries as words of their own. */
export function numbersIn(name: string): string[] {
  return [...name.matchAll(/(?:^|[^A-Za-z0-9])([PA]\d{1,2}b?)(?![A-Za-z0-9])/g)].map((match) => match[1] ?? '');
}

/** How often each test that carries a number passed and failed in a run of forge and Mocha. */
export function countRuns(named: readonly NamedTest[], ran: readonly RanTest[]): Pick<Result, 'figures' | 'rows'> {
  const rows = named
    .filter(({ name, tool }) => tool !== 'halmos' && numbersIn(name).length > 0)
    .map((test) => {
      const same = ran.filter((one) => isSame(test, one));
      const passed = same.filter((one) => one.passed).length;
      return { file: test.file, test: test.name, passed, failed: same.length - passed };
    });
  return {
    figures: {
      'tests with a number': rows.length,
      'not run': rows.filter(({ passed, failed }) => passed + failed === 0).length,
      failed: rows.filter(({ failed }) => failed > 0).length,
    },
    rows,
  };
}

/** A group of Mocha tests stands for all of its tests, whose titles contain its own. */
function isSame({ file, name }: NamedTest, ran: RanTest): boolean {
  if (file !== ran.file) return false;
  if (file.endsWith('.sol')) return name === ran.name;
  const parts = name.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*'), 's').test(ran.name);
}

/** The kept results, and the hash of the contracts as they are. */
export interface Evidence {
  readonly results: ReadonlyMap<string, KeptResult>;
  readonly contracts: string;
}

/** Renders the table. `missing` lists the numbers without a test. */
export function render(
  statements: Readonly<Record<string, string>>,
  tests: readonly NamedTest[],
  evidence: Evidence,
): { markdown: string; missing: string[] } {
  const missing: string[] = [];
  const rows = Object.entries(statements).map(([number, statement]) => {
    const found = tests.filter(({ name }) => numbersIn(name).includes(number));
    if (found.length === 0) missing.push(number);
    const lines = found.map(
      (test) => `[${test.name}](../${test.file}) — ${test.tool}: ${describeLast(test, evidence)}`,
    );
    return [number, statement, [...lines, ...countOthers(number, evidence)].join('<br>')];
  });
  return {
    markdown: `${[
      '# Properties and attacks, and the tests that carry their number',
      '',
      'Generated by `npm run properties`. Behind each test stand the tool that runs it and what became of it when its results were last kept:',
      '',
      renderSources(evidence),
      '',
      formatMarkdownTable(['number', 'property, or attack', 'tests, with tool and last result'], rows),
    ].join('\n')}\n`,
    missing,
  };
}

function renderSources({ results, contracts }: Evidence): string {
  const rows = Object.entries({ ...SOURCES, ...COUNTED }).map(([name, title]) => {
    const what = title.replace(/:.*/, '');
    const result = results.get(name);
    if (result === undefined) return [what, 'never run', '', '', ''];
    return [what, `\`${result.command}\``, result.date, shortCommit(result), sourcesOf(result, contracts)];
  });
  return formatMarkdownTable(['tool', 'command', 'day (UTC)', 'commit', 'found on'], rows);
}

function describeLast(test: NamedTest, evidence: Evidence): string {
  const result = evidence.results.get(test.tool === 'halmos' ? 'halmos' : 'property-tests');
  if (result === undefined) return 'never run';
  const verdict = test.tool === 'halmos' ? proofOf(test, result) : runOf(test, result);
  if (verdict === undefined) return 'not run yet';
  return result.contracts === evidence.contracts ? verdict : `${verdict}, on other contracts`;
}

function runOf({ file, name }: NamedTest, { rows }: KeptResult): string | undefined {
  const row = rows.find((one) => one['file'] === file && one['test'] === name);
  if (row === undefined || Number(row['passed']) + Number(row['failed']) === 0) return undefined;
  return row['failed'] === 0 ? 'passed' : '**FAILED**';
}

function proofOf({ name }: NamedTest, { rows }: KeptResult): string | undefined {
  const row = rows.find((one) => Object.values(one).includes(name));
  if (row === undefined) return undefined;
  return holds(row, 'halmos') ? 'proved' : '**NOT PROVED**';
}

function countOthers(number: string, { results, contracts }: Evidence): string[] {
  return Object.entries(COUNTED).flatMap(([name, title]) => {
    const result = results.get(name);
    const rows = (result?.rows ?? []).filter((row) => numbersIn(Object.values(row).join(' ')).includes(number));
    if (result === undefined || rows.length === 0) return [];
    const good = rows.filter((row) => holds(row, name)).length;
    const count = good === rows.length ? `${good} of ${rows.length}` : `**${good} of ${rows.length}**`;
    return [`${title} ${count}${result.contracts === contracts ? '' : ', on other contracts'}`];
  });
}

/** @throws Error when no cell tells: a result must not count as good for want of a verdict. */
function holds(row: KeptResult['rows'][number], name: string): boolean {
  const verdicts = Object.values(row).filter((cell) => typeof cell === 'boolean');
  if (verdicts.length === 0)
    throw new Error(`audit/results/${name}.json: no cell is true or false in the row ${JSON.stringify(row)}`);
  return verdicts.every(Boolean);
}
