// npm run edr: the invariants that forge runs, a second time, in Hardhat's engine.
// See docs/fuzzing.md for what that adds and what it doesn't.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findSuites } from './edr/suites.ts';
import type { Suite } from './edr/suites.ts';
import type { BuildOrder, Campaign, EngineOrder, SuiteOrder } from './edr/types.ts';
import { REPORTS, ROOT, readJson, tsArguments } from './lib/paths.ts';
import { describeFailure, run, stopChildrenOnSignals } from './lib/process.ts';
import { writeResult } from './lib/results.ts';
import { formatInteger, formatTable } from './lib/table.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const FOLDER = join(ROOT, 'cache/edr');
/** Calls a run, as in foundry.toml: the invariants ask for their reach after 100 to 200. */
const DEPTH = 200;
const CALLS = 100_000;

const USAGE = `Usage: npm run edr -- [options]
  --calls N     calls in all, the same for each invariant, in runs of ${DEPTH} (default ${CALLS})
  --only NAMES  only suites whose names contain one of these, for example sage,trust
  --seed HEX    0x and up to 64 hex digits (default: a new one, which is printed)
  --via-ir      build as for deployment, which takes minutes of one core for each suite the first time
  --json        print the rows as JSON
  --write       keep the result in audit/results/edr.json; only for a whole run
Needs the forge build (npm test -- --only forge-build).
Exit code 1 when an invariant fails, an action is never reached, or a suite doesn't run all of its invariants.`;

/** Of one invariant. `least` is how often the function of the handler that succeeded least did. */
interface Row {
  suite: string;
  contract: string;
  invariant: string;
  result: 'holds' | 'FAILS';
  runs: number;
  calls: number;
  reverts: number;
  functions: number;
  least: number;
  seconds: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      calls: { type: 'string', default: String(CALLS) },
      only: { type: 'string', default: '' },
      seed: { type: 'string', default: `0x${randomBytes(32).toString('hex')}` },
      'via-ir': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const calls = readCalls(values.calls);
  const seed = readSeed(values.seed);
  const viaIR = values['via-ir'];
  const only = values.only.split(',');
  const suites = findSuites().filter(({ name }) => only.some((part) => name.includes(part)));
  if (suites.length === 0) {
    const names = findSuites().map(({ name }) => name);
    throw new UsageError(`--only ${values.only}: no such suite; there are ${names.join(', ')}`);
  }
  if (values.write && values.only !== '') throw new UsageError('--write keeps whole runs: leave --only out');
  stopChildrenOnSignals();
  const campaigns = suites.reduce((sum, suite) => sum + suite.campaigns, 0);
  const runs = Math.ceil(calls / campaigns / DEPTH);
  console.error(`${campaigns} invariants, ${runs} runs of ${DEPTH} calls each, seed ${seed}`);
  const order = { runs, depth: DEPTH, viaIR, seed, folder: join(FOLDER, viaIR ? 'via-ir' : 'plain') };
  mkdirSync(order.folder, { recursive: true });
  await buildSuites(suites, order);
  const rows: Row[] = [];
  for (const suite of suites) rows.push(...(await runSuite(suite, order)));
  const total = rows.reduce((sum, row) => sum + row.calls, 0);
  const failed = rows.filter(({ result }) => result === 'FAILS').length;
  if (values.json) console.log(JSON.stringify(rows, undefined, 2));
  else console.log(`${renderRows(rows)}\n${rows.length} invariants, ${formatInteger(total)} calls, ${failed} failed`);
  if (values.write) {
    await writeResult('edr', {
      tool: `Hardhat ${version('hardhat')} (EDR ${version('@nomicfoundation/edr')})`,
      command: `npm run edr -- --calls ${calls} --seed ${seed}${viaIR ? ' --via-ir' : ''}`,
      figures: { suites: suites.length, invariants: rows.length, calls: total, failed },
      rows: rows.map((row) => ({ ...row })),
    });
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

async function buildSuites(suites: readonly Suite[], order: EngineOrder): Promise<void> {
  console.error(`building ${suites.length} suites${order.viaIR ? ' via-IR' : ''} …`);
  const files = [...new Set(suites.flatMap(({ file, handlers }) => [file, ...handlers]))];
  const build: BuildOrder = { ...order, files };
  const outcome = await run(process.execPath, [...tsArguments('scripts/edr/buildSuites.ts'), JSON.stringify(build)]);
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`building the invariants: ${failure}\n${outcome.output.slice(-5000)}`);
}

async function runSuite({ name, file, handlers, campaigns: wanted }: Suite, order: EngineOrder): Promise<Row[]> {
  const report = join(order.folder, `${name}.json`);
  rmSync(report, { force: true });
  const suite: SuiteOrder = { ...order, file, handlers, report };
  const outcome = await run(process.execPath, [...tsArguments('scripts/edr/runSuite.ts'), JSON.stringify(suite)]);
  const failure = describeFailure(outcome);
  if (failure !== undefined || !existsSync(report)) {
    throw new Error(`${file}: ${failure ?? 'no report'}\n${outcome.output.slice(-5000)}`);
  }
  const campaigns = readJson(report) as Campaign[];
  const rows = campaigns.map((campaign) => toRow(name, campaign));
  const failed = rows.filter(({ result }) => result === 'FAILS').length;
  console.error(`${name}: ${rows.length} invariants, ${failed} failed`);
  if (failed > 0) keepLog(name, outcome.stdout);
  else if (rows.length !== wanted) throw new Error(`${file}: ${rows.length} invariants were run instead of ${wanted}`);
  return rows;
}

/** Counterexamples are long: they go into a file. */
function keepLog(name: string, text: string): void {
  mkdirSync(REPORTS, { recursive: true });
  const path = join(REPORTS, `edr-${name}.log`);
  writeFileSync(path, text);
  console.error(`the calls that led there: ${path}`);
}

function toRow(suite: string, campaign: Campaign): Row {
  const { contract, invariant, passed, reason, runs, calls, reverts, reach, seconds } = campaign;
  const counts = Object.values(reach);
  const least = counts.length === 0 ? 0 : Math.min(...counts);
  // A campaign that calls nothing has checked the beginning only.
  const result = passed && least > 0 && reverts === 0 ? 'holds' : 'FAILS';
  if (reason !== undefined) console.error(`${contract}.${invariant}: ${reason}`);
  const found = { suite, contract, invariant, result, runs, calls, reverts } as const;
  return { ...found, functions: counts.length, least, seconds: Math.round(seconds * 10) / 10 };
}

function renderRows(rows: readonly Row[]): string {
  const cells = rows.map(({ suite, contract, invariant, result, calls, functions, least, seconds }) => [
    suite,
    contract,
    invariant.replace(/^invariant_/, ''),
    result,
    formatInteger(calls),
    formatInteger(functions),
    formatInteger(least),
    seconds.toFixed(1),
  ]);
  return formatTable(['suite', 'contract', 'invariant', '', 'calls', 'functions', 'least', 'seconds'], cells, [
    'left',
    'left',
    'left',
    'left',
    'right',
    'right',
    'right',
    'right',
  ]);
}

function readCalls(text: string): number {
  const calls = Number(text);
  if (!Number.isSafeInteger(calls) || calls < 1) throw new UsageError(`--calls ${text}: a whole number from 1`);
  return calls;
}

function readSeed(text: string): string {
  if (!/^0x[0-9a-f]{1,64}$/i.test(text)) throw new UsageError(`--seed ${text}: 0x and up to 64 hex digits`);
  return `0x${text.slice(2).padStart(64, '0')}`;
}

function version(packageName: string): string {
  const { version: found } = readJson(join(ROOT, 'node_modules', packageName, 'package.json')) as { version: string };
  return found;
}

await runCommand(main);
