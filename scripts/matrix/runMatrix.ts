import { keccak256, toUtf8Bytes } from 'ethers';
import { readBytecodeSnapshot } from '../lib/bytecodeSnapshot.ts';
import { readForgeReport } from '../lib/forgeReport.ts';
import { forgeBinary } from '../lib/paths.ts';
import { describeFailure, run } from '../lib/process.ts';
import { keepBuild, putCode, restoreBuild } from './cellCode.ts';
import { nameOf } from './cells.ts';
import type { Cell } from './cells.ts';
import { PINNED } from './compilers.ts';
import type { Compiler } from './compilers.ts';
import { prepareCopy } from './prepareCopy.ts';

const MINUTE = 60_000;
const HEARTBEAT_MS = 30_000;
/** Fuzz runs of each test: the matrix asks whether compilers agree, the depth is that of the other runs. */
export const FUZZ_RUNS = 64;

export interface CellResult {
  readonly version: string;
  readonly ir: boolean;
  readonly compiled: boolean;
  readonly passed: number;
  readonly failed: number;
  /** Of the tests; compiling is once for both cells of a version. */
  readonly seconds: number;
  /** Names the code of all contracts in this cell: two cells with the same would have tested the same. */
  readonly code: string;
  readonly problems: readonly string[];
}

/**
 * Compiles contracts and tests with each compiler and runs the tests on the code of each cell, one after another.
 *
 * @param say Takes a line whenever something begins, ends, or takes long.
 * @param keep Takes each cell when it is done, so that a run which is stopped was not for nothing.
 */
export async function runMatrix(
  cells: readonly Cell[],
  say: (line: string) => void,
  keep: (result: CellResult) => Promise<void>,
): Promise<CellResult[]> {
  const results: CellResult[] = [];
  const compilers = [...new Set(cells.map(({ compiler }) => compiler))];
  for (const compiler of compilers) {
    const own = cells.filter((cell) => cell.compiler === compiler);
    const folder = await prepareCopy(compiler);
    const problem = await build(folder, compiler, say);
    for (const cell of own) {
      const result = problem === undefined ? await test(folder, cell, say) : notCompiled(cell, problem);
      results.push(result);
      await keep(result);
      say([`${nameOf(cell)}: ${result.passed} passed, ${result.failed} failed`, ...result.problems].join('\n  '));
    }
    restoreBuild(folder);
  }
  return results;
}

/** Both ways in one go. Returns why it failed. */
async function build(folder: string, { version }: Compiler, say: (line: string) => void): Promise<string | undefined> {
  restoreBuild(folder);
  const options = { cwd: folder, timeoutMs: 120 * MINUTE };
  const outcome = await withHeartbeat(`${version}: compiling`, say, () => run(forgeBinary(), ['build'], options));
  const failure = describeFailure(outcome);
  if (failure !== undefined) return `forge build: ${failure}\n${outcome.output}`;
  keepBuild(folder);
  return undefined;
}

async function test(folder: string, cell: Cell, say: (line: string) => void): Promise<CellResult> {
  const hashes = putCode(folder, cell.ir);
  const begin = Date.now();
  const env = { FOUNDRY_FUZZ_RUNS: String(FUZZ_RUNS), FOUNDRY_FUZZ_SEED: '0x8004' };
  const outcome = await withHeartbeat(`${nameOf(cell)}: testing`, say, () =>
    run(forgeBinary(), ['test', '--json'], { cwd: folder, env, timeoutMs: 60 * MINUTE }),
  );
  const { passed, failed, problems } = readForgeReport(outcome.stdout, outcome.code);
  const others = cell.compiler.version === PINNED && cell.ir ? otherThanDeployed(hashes) : [];
  const broken = passed === 0 ? [outcome.output.slice(-4000)] : [];
  return {
    version: cell.compiler.version,
    ir: cell.ir,
    compiled: true,
    passed,
    failed: failed + others.length,
    seconds: Math.round((Date.now() - begin) / 1000),
    code: keccak256(toUtf8Bytes(JSON.stringify(hashes))).slice(0, 18),
    problems: [...problems, ...broken, ...others],
  };
}

/** The cell of the deployed settings has to be the deployed code, or the copies would not be what they are taken for. */
function otherThanDeployed(hashes: Readonly<Record<string, string>>): string[] {
  const deployed = readBytecodeSnapshot();
  return Object.entries(hashes)
    .filter(([name, hash]) => deployed[name]?.creation !== hash)
    .map(([name, hash]) => `${name}: creation code ${hash} is not that of snapshots/bytecode.json`);
}

function notCompiled({ compiler, ir }: Cell, problem: string): CellResult {
  const { version } = compiler;
  return { version, ir, compiled: false, passed: 0, failed: 1, seconds: 0, code: '', problems: [problem] };
}

async function withHeartbeat<T>(what: string, say: (line: string) => void, action: () => Promise<T>): Promise<T> {
  const begin = Date.now();
  const seconds = (): string => ((Date.now() - begin) / 1000).toFixed(0);
  say(`${what} …`);
  const beat = setInterval(() => say(`${what} … ${seconds()} s`), HEARTBEAT_MS);
  try {
    return await action();
  } finally {
    clearInterval(beat);
    say(`${what}: ${seconds()} s`);
  }
}
