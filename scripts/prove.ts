// npm run prove: symbolic proofs by halmos, on the code that is deployed. See audit/PROOFS.md for what they mean.
// halmos is a Python program and belongs to the deep checks: `npm test` does without it.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, forgeBinary } from './lib/paths.ts';
import { describeFailure, run, stopChildrenOnSignals } from './lib/process.ts';
import { formatTable } from './lib/table.ts';
import { runCommand } from './lib/usage.ts';

const FOLDER = join(ROOT, 'cache/prove');
const REPORT = join(FOLDER, 'halmos.json');
const HALMOS = 'halmos==0.3.3';
const MINUTE = 60_000;
/** More turns than any loop of the checks takes; a check that would need more counts as not proved. */
const LOOPS = 8;

const USAGE = `Usage: npm run prove -- [options]
  --only PREFIX  only the checks whose names begin so, for example check_P3
  --json         rows as JSON: {suite, check, proved, paths, seconds}
Needs halmos on PATH or in SAGE_HALMOS: pip install ${HALMOS} z3-solver
Exit code 1 when a check fails, times out, or finds no path at all.`;

/** A check as halmos reports it; 0 stands for proved. */
interface HalmosTest {
  name: string;
  exitcode: number;
  num_paths: number[] | null;
  time: number[] | null;
  num_bounded_loops: number | null;
}

interface Row {
  suite: string;
  check: string;
  proved: boolean;
  paths: number;
  seconds: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: 'check_' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  stopChildrenOnSignals();
  const rows = await prove(values.only);
  if (values.json) {
    console.log(JSON.stringify(rows, undefined, 2));
  } else {
    const cells = rows.map(({ suite, check, proved, paths, seconds }) => [
      suite,
      check,
      proved ? 'proved' : 'NOT PROVED',
      String(paths),
      seconds.toFixed(2),
    ]);
    console.log(
      formatTable(['suite', 'check', '', 'paths', 'seconds'], cells, ['left', 'left', 'left', 'right', 'right']),
    );
  }
  process.exitCode = rows.length > 0 && rows.every(({ proved }) => proved) ? 0 : 1;
}

async function prove(prefix: string): Promise<Row[]> {
  mkdirSync(FOLDER, { recursive: true });
  rmSync(REPORT, { force: true });
  const program = process.env['SAGE_HALMOS'] ?? 'halmos';
  const args = ['--root', ROOT, '--forge-build-out', 'cache/prove/out', '--function', prefix];
  const options = [
    '--solver',
    'z3',
    '--solver-timeout-assertion',
    String(MINUTE),
    '--storage-layout',
    'generic',
    // With the default of a millisecond impossible paths go on, and their loops look endless.
    '--solver-timeout-branching',
    '1000',
    '--loop',
    String(LOOPS),
  ];
  console.error('building without shortcuts and proving; the build takes a minute or more …');
  const env = {
    // halmos calls `forge` itself.
    PATH: [dirname(forgeBinary()), process.env['PATH'] ?? ''].join(delimiter),
    FOUNDRY_PROFILE: 'prove',
  };
  const outcome = await run(program, [...args, ...options, '--json-output', REPORT], { env, timeoutMs: 60 * MINUTE });
  if (outcome.spawnError !== undefined) {
    throw new Error(`${outcome.spawnError}; install it with: pip install ${HALMOS} z3-solver`);
  }
  if (!existsSync(REPORT)) {
    throw new Error(`halmos: ${describeFailure(outcome) ?? 'no report'}\n${outcome.output.slice(-5000)}`);
  }
  const { test_results: suites } = JSON.parse(readFileSync(REPORT, 'utf8')) as {
    test_results: Record<string, HalmosTest[]>;
  };
  const rows = Object.entries(suites).flatMap(([suite, tests]) => tests.map((test) => toRow(suite, test)));
  if (rows.length === 0) throw new Error(`no check begins with ${prefix}`);
  if (rows.some(({ proved }) => !proved)) console.error(outcome.output.slice(-5000));
  return rows;
}

function toRow(suite: string, { name, exitcode, num_paths: paths, time, num_bounded_loops: cut }: HalmosTest): Row {
  return {
    suite: suite.replace(/^.*:/, ''),
    check: name.replace(/\(.*$/, ''),
    proved: exitcode === 0 && cut === 0,
    paths: paths?.[0] ?? 0,
    seconds: time?.[0] ?? 0,
  };
}

await runCommand(main);
