/** Runs halmos over the checks in test/halmos, on the code that is deployed. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { readDeployable } from './artifacts.ts';
import { ROOT, forgeBinary, packageBin } from './paths.ts';
import { describeFailure, run } from './process.ts';

const FOLDER = join(ROOT, 'cache/prove');
const REPORT = join(FOLDER, 'halmos.json');
/** Where test/halmos/Deployed.sol looks for code. */
const CODE = join(FOLDER, 'code');
const MINUTE = 60_000;

/** The version that the results are of, as pip names it. */
export const HALMOS = 'halmos==0.3.3';
/** The solver, and the one version that this halmos allows. */
export const SOLVER = 'z3-solver==4.12.6.0';
/** Under which bounds a check counts as proved. */
export const BOUNDS = {
  /** More turns than any loop of the checks takes; a check that would need more counts as not proved. */
  loopTurns: 8,
  /** A query about an assertion that takes longer counts as not proved. */
  assertionSeconds: 60,
  /** With the default of a millisecond impossible paths go on, and their loops look endless. */
  branchSeconds: 1,
} as const;

/** What halmos says of one check. */
export interface HalmosRow {
  readonly suite: string;
  readonly check: string;
  readonly proved: boolean;
  readonly paths: number;
  readonly seconds: number;
}

/** A check as halmos reports it; 0 stands for proved. */
interface HalmosTest {
  name: string;
  exitcode: number;
  num_paths: number[] | null;
  time: number[] | null;
  num_bounded_loops: number | null;
}

/**
 * Proves on the code of the build, which it brings up to date.
 *
 * @param prefix Only checks whose names begin so.
 * @throws Error when the build fails, halmos isn't there, ends without a report, or no check begins so.
 */
export async function runHalmos(prefix: string): Promise<HalmosRow[]> {
  const build = await run(process.execPath, [packageBin('hardhat'), 'build']);
  const failure = describeFailure(build);
  if (failure !== undefined) throw new Error(`hardhat build: ${failure}\n${build.output.slice(-5000)}`);
  layOutCode();
  rmSync(REPORT, { force: true });
  const args = ['--root', ROOT, '--forge-build-out', 'cache/prove/out', '--function', prefix];
  const options = ['--solver', 'z3', '--storage-layout', 'generic', '--loop', String(BOUNDS.loopTurns)];
  const timeouts = [
    '--solver-timeout-assertion',
    String(1000 * BOUNDS.assertionSeconds),
    '--solver-timeout-branching',
    String(1000 * BOUNDS.branchSeconds),
  ];
  const env = {
    // halmos calls `forge` itself.
    PATH: [dirname(forgeBinary()), process.env['PATH'] ?? ''].join(delimiter),
    FOUNDRY_PROFILE: 'prove',
  };
  const outcome = await run(halmosProgram(), [...args, ...options, ...timeouts, '--json-output', REPORT], {
    env,
    timeoutMs: 120 * MINUTE,
  });
  if (outcome.spawnError !== undefined) {
    throw new Error(`${outcome.spawnError}; install it with: pip install ${HALMOS} ${SOLVER}`);
  }
  if (!existsSync(REPORT)) {
    throw new Error(`halmos: ${describeFailure(outcome) ?? 'no report'}\n${outcome.output.slice(-5000)}`);
  }
  const { test_results: suites } = JSON.parse(readFileSync(REPORT, 'utf8')) as {
    test_results: Record<string, HalmosTest[]>;
  };
  const rows = Object.entries(suites).flatMap(([suite, tests]) => tests.map((test) => toRow(suite, test)));
  if (rows.length === 0) throw new Error(`no check begins with ${prefix}`);
  if (rows.some(({ proved }) => !proved)) console.error(failuresIn(outcome.output));
  return rows;
}

/**
 * What z3 says of its version: that of the PATH, else the one that is installed with halmos, as halmos looks for it.
 *
 * @throws Error when neither is there.
 */
export async function readSolverVersion(): Promise<string> {
  for (const program of ['z3', join(dirname(halmosProgram()), 'z3')]) {
    const { stdout } = await run(program, ['--version']);
    const [, version] = /^Z3 version (\S+)/.exec(stdout) ?? [];
    if (version !== undefined) return version;
  }
  throw new Error(`z3 is missing; install it with: pip install ${HALMOS} ${SOLVER}`);
}

function halmosProgram(): string {
  return process.env['SAGE_HALMOS'] ?? 'halmos';
}

/** Counterexamples and what failed; halmos also prints each code that it doesn't know from the tests' own build. */
function failuresIn(output: string): string {
  return output
    .split('\n')
    .filter((line) => /^\s+p_|Counterexample|\[(?:FAIL|ERROR|TIMEOUT)\]|reverted/.test(line))
    .join('\n');
}

/** As forge writes artifacts, because halmos reads those only. */
function layOutCode(): void {
  rmSync(CODE, { recursive: true, force: true });
  mkdirSync(CODE, { recursive: true });
  for (const { contractName, bytecode } of readDeployable()) {
    writeFileSync(join(CODE, `${contractName}.json`), JSON.stringify({ bytecode: { object: bytecode } }));
  }
}

function toRow(
  suite: string,
  { name, exitcode, num_paths: paths, time, num_bounded_loops: cut }: HalmosTest,
): HalmosRow {
  return {
    suite: suite.replace(/^.*:/, ''),
    check: name.replace(/\(.*$/, ''),
    proved: exitcode === 0 && cut === 0,
    paths: paths?.[0] ?? 0,
    seconds: Number((time?.[0] ?? 0).toFixed(2)),
  };
}
