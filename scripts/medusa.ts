// npm run medusa: the invariants that forge runs, in medusa, whose fuzzer and EVM share nothing with Foundry's.
// See docs/fuzzing.md for what that adds and what medusa can't do.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findSuites } from './edr/suites.ts';
import type { Suite } from './edr/suites.ts';
import { REPORTS, ROOT, forgeBinary } from './lib/paths.ts';
import { describeFailure, run, stopChildrenOnSignals } from './lib/process.ts';
import { writeResult } from './lib/results.ts';
import { formatInteger, formatTable } from './lib/table.ts';
import { UsageError, runCommand } from './lib/usage.ts';
import { medusaConfig } from './medusa/config.ts';
import { makeHarness } from './medusa/harness.ts';
import type { Harness } from './medusa/harness.ts';
import { readReach, readTests } from './medusa/readRun.ts';
import type { ActionReach } from './medusa/readRun.ts';

const VERSION = '1.5.1';
const CALLS = 100_000;
const HOUR = 3_600_000;

const USAGE = `Usage: npm run medusa -- [options]
  --calls N     calls of handlers in all, the same for each suite (default ${formatInteger(CALLS)})
  --only NAMES  only suites whose names contain one of these, for example staked,trust
  --json        print the rows as JSON
  --write       keep the result in audit/results/medusa.json; only for a whole run
Needs medusa ${VERSION} on PATH or in SAGE_MEDUSA (docs/fuzzing.md tells how to build it), crytic-compile on PATH or in
SAGE_CRYTIC_COMPILE, and the forge build (npm test -- --only forge-build).
Exit code 1 when an invariant or a handler fails, or a function of a handler never succeeds that medusa could carry out.`;

/** Of one invariant. `least` is how often the function of the handler that succeeded least did, of those that medusa can call. */
interface Row {
  suite: string;
  invariant: string;
  result: 'holds' | 'FAILS';
  calls: number;
  leftOut: number;
  functions: number;
  least: number;
  seconds: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      calls: { type: 'string', default: String(CALLS) },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const calls = Number(values.calls);
  if (!Number.isSafeInteger(calls) || calls < 1) {
    throw new UsageError(`--calls ${values.calls}: a whole number from 1`);
  }
  if (values.write && values.only !== '') throw new UsageError('--write keeps whole runs: leave --only out');
  const only = values.only.split(',');
  const harnesses = findSuites().flatMap((suite) => {
    const folder = `cache/medusa/${suite.name}`;
    const harness = makeHarness(suite, `${folder}/src`);
    return harness === undefined ? [] : [{ suite, folder, harness }];
  });
  const chosen = harnesses.filter(({ suite }) => only.some((part) => suite.name.includes(part)));
  if (chosen.length === 0) {
    const names = harnesses.map(({ suite }) => suite.name);
    throw new UsageError(`--only ${values.only}: no such suite; there are ${names.join(', ')}`);
  }
  stopChildrenOnSignals();
  await checkVersion();
  const rows: Row[] = [];
  for (const { suite, folder, harness } of chosen) {
    rows.push(...(await runSuite(suite, folder, harness, Math.ceil(calls / harnesses.length))));
  }
  const failed = rows.filter(({ result }) => result === 'FAILS').length;
  const total = sumOfSuites(rows);
  if (values.json) console.log(JSON.stringify(rows, undefined, 2));
  else console.log(`${renderRows(rows)}\n${rows.length} invariants, ${formatInteger(total)} calls, ${failed} failed`);
  if (values.write) {
    await writeResult('medusa', {
      tool: `medusa ${VERSION}`,
      command: `npm run medusa -- --calls ${calls}`,
      figures: { suites: chosen.length, invariants: rows.length, calls: total, failed },
      rows: rows.map((row) => ({ ...row })),
    });
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

async function checkVersion(): Promise<void> {
  const outcome = await run(medusa(), ['--version']);
  const failure = describeFailure(outcome);
  if (failure !== undefined || !outcome.stdout.includes(`version ${VERSION}`)) {
    const found = failure ?? outcome.output.trim();
    throw new UsageError(`medusa ${VERSION} is needed, on PATH or in SAGE_MEDUSA: ${found}; docs/fuzzing.md tells how`);
  }
}

function medusa(): string {
  return process.env['SAGE_MEDUSA'] ?? 'medusa';
}

async function runSuite({ name }: Suite, folder: string, harness: Harness, calls: number): Promise<Row[]> {
  const place = join(ROOT, folder);
  // Of an earlier run: its calls would be repeated and counted.
  rmSync(join(place, 'corpus'), { recursive: true, force: true });
  mkdirSync(join(place, 'src'), { recursive: true });
  const source = join(place, 'src', `${harness.contract}.sol`);
  if (!existsSync(source) || readFileSync(source, 'utf8') !== harness.source) writeFileSync(source, harness.source);
  const config = join(place, 'medusa.json');
  writeFileSync(config, JSON.stringify(medusaConfig({ folder, contract: harness.contract }, calls), undefined, 2));
  console.error(`${name}: building, then ${formatInteger(calls)} calls …`);
  const begin = Date.now();
  const outcome = await run(medusa(), ['fuzz', '--config', config], { env: environment(folder), timeoutMs: 4 * HOUR });
  const seconds = Math.round((Date.now() - begin) / 1000);
  const tests = readTests(outcome.output);
  const properties = tests.filter(({ kind }) => kind === 'property');
  if (properties.length !== harness.invariants.length || tests.length !== properties.length + harness.actions.length) {
    throw new Error(`${name}: medusa told of ${tests.length} tests\n${outcome.output.slice(-5000)}`);
  }
  const lcov = readFileSync(join(place, 'corpus/coverage/lcov.info'), 'utf8');
  const reach = readReach(lcov, harness.source, `${harness.contract}.sol`);
  const problems = [
    ...tests.filter(({ passed }) => !passed).map((test) => `${test.name}: the ${test.kind} fails`),
    ...findUnreached(reach, harness),
  ];
  // medusa's own exit code is not 0 when a test fails; any other reason is a problem too.
  if (problems.length === 0 && outcome.code !== 0) problems.push(describeFailure(outcome) ?? 'medusa failed');
  for (const problem of problems) console.error(`${name}: ${problem}`);
  if (problems.length > 0) keepLog(name, outcome.output);
  const possible = reach.filter(({ action }) => !harness.impossible.has(action));
  const sum = (key: 'succeeded' | 'leftOut'): number => reach.reduce((all, action) => all + action[key], 0);
  const isBroken = problems.length > 0 && tests.every(({ kind, passed }) => kind === 'assertion' || passed);
  return harness.invariants.map((invariant) => {
    const property = properties.find((test) => test.name === invariant.replace('invariant_', 'property_'));
    return {
      suite: name,
      invariant,
      result: property?.passed === true && !isBroken ? 'holds' : 'FAILS',
      calls: sum('succeeded'),
      leftOut: sum('leftOut'),
      functions: possible.length,
      least: Math.min(...possible.map(({ succeeded }) => succeeded)),
      seconds,
    };
  });
}

/** crytic-compile starts forge by its name; the launcher of that name would exit 0 whatever happens. */
function environment(folder: string): Record<string, string> {
  const crytic = process.env['SAGE_CRYTIC_COMPILE'];
  const folders = [dirname(forgeBinary()), ...(crytic === undefined ? [] : [dirname(crytic)])];
  return {
    PATH: [...folders, process.env['PATH'] ?? ''].join(delimiter),
    FOUNDRY_PROFILE: 'medusa',
    FOUNDRY_SRC: `${folder}/src`,
    FOUNDRY_OUT: `${folder}/out`,
    FOUNDRY_CACHE_PATH: `${folder}/cache`,
  };
}

/** What was never reached though medusa can do it, and what it can do though it is said that it can't. */
function findUnreached(reach: readonly ActionReach[], { impossible }: Harness): string[] {
  return reach.flatMap(({ action, succeeded }) => {
    if (succeeded === 0 && !impossible.has(action))
      return [`${action} never succeeded: the invariants say nothing of it`];
    if (succeeded > 0 && impossible.has(action)) return [`${action} succeeds: take it out of the list in harness.ts`];
    return [];
  });
}

/** Counterexamples are long: they go into a file. */
function keepLog(name: string, text: string): void {
  mkdirSync(REPORTS, { recursive: true });
  const path = join(REPORTS, `medusa-${name}.log`);
  writeFileSync(path, text);
  console.error(`the calls that led there: ${path}`);
}

/** Invariants of a suite look at the same calls. */
function sumOfSuites(rows: readonly Row[]): number {
  const suites = new Map(rows.map(({ suite, calls }) => [suite, calls]));
  return [...suites.values()].reduce((sum, calls) => sum + calls, 0);
}

function renderRows(rows: readonly Row[]): string {
  const cells = rows.map(({ suite, invariant, result, calls, leftOut, functions, least, seconds }) => [
    suite,
    invariant.replace(/^invariant_/, ''),
    result,
    formatInteger(calls),
    formatInteger(leftOut),
    formatInteger(functions),
    formatInteger(least),
    formatInteger(seconds),
  ]);
  const sides = ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'] as const;
  return formatTable(['suite', 'invariant', '', 'calls', 'left out', 'functions', 'least', 'seconds'], cells, sides);
}

await runCommand(main);
