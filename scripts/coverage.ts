// npm run coverage: lines, branches and functions of contracts/ that the Solidity tests reach; fails below 100 %.
// Fewer fuzz runs than `npm test`, with a fixed seed: what is reached doesn't depend on luck, and compiled without optimizer
// every run takes several times as long.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatRanges, formatShare, readLcov, sumShares } from './lib/lcov.ts';
import type { FileCoverage, Share } from './lib/lcov.ts';
import { packageVersion } from './lib/packageVersion.ts';
import { FORGE_OUT, ROOT, forgeBinary } from './lib/paths.ts';
import { describeFailure, run, stopChildrenOnSignals } from './lib/process.ts';
import { writeResult } from './lib/results.ts';
import type { Result } from './lib/results.ts';
import { formatTable } from './lib/table.ts';
import { runCommand } from './lib/usage.ts';

const FOLDER = join(ROOT, 'cache/forge-coverage');
const REPORT = join(FOLDER, 'lcov.info');
const ENVIRONMENT = {
  FOUNDRY_OUT: 'cache/forge-coverage/out',
  FOUNDRY_CACHE_PATH: 'cache/forge-coverage/cache',
  FOUNDRY_FUZZ_RUNS: '64',
  FOUNDRY_FUZZ_SEED: '0x8004',
  FOUNDRY_INVARIANT_RUNS: '2',
};

/**
 * Three lines over OpenZeppelin's P256, which the compiler can't compile without its optimizer ("stack too deep"). The
 * tests deploy the production build of it; what they reach inside isn't counted.
 */
const UNMEASURED = 'P256Verifier.sol';

const KINDS = ['lines', 'branches', 'functions'] as const;

type Shares = Readonly<Record<(typeof KINDS)[number], Share>>;

const USAGE = `Usage: npm run coverage -- [options]
  --json         lines, branches and functions of each file as JSON
  --keep-result  also write audit/results/coverage.json, which audit/TEST-RESULTS.md tells
Exit code 1 below 100 %.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      'keep-result': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  stopChildrenOnSignals();
  mkdirSync(FOLDER, { recursive: true });
  rmSync(REPORT, { force: true });
  await buildForgeArtifact(UNMEASURED);
  const args = [
    'coverage',
    '--report',
    'lcov',
    '--report-file',
    REPORT,
    '--exclude-tests',
    '--skip',
    `*/${UNMEASURED}`,
  ];
  const outcome = await run(forgeBinary(), args, { env: ENVIRONMENT, timeoutMs: 30 * 60_000 });
  const failure = describeFailure(outcome);
  if (failure !== undefined || !existsSync(REPORT)) {
    throw new Error(`forge coverage: ${failure ?? 'no report'}\n${outcome.output}`);
  }

  const files = readLcov(readFileSync(REPORT, 'utf8')).filter(({ file }) => file.startsWith('contracts/'));
  if (files.length === 0) throw new Error('the coverage report names no contract');
  const all: Shares = {
    lines: sumShares(files.map((file) => file.lines)),
    branches: sumShares(files.map((file) => file.branches)),
    functions: sumShares(files.map((file) => file.functions)),
  };
  if (values['keep-result']) await writeResult('coverage', toResult(files, all));
  if (values.json) {
    console.log(JSON.stringify({ ...all, files }, undefined, 2));
  } else {
    print(files, all);
  }
  const complete = KINDS.every((kind) => all[kind].total > 0 && all[kind].hit === all[kind].total);
  process.exitCode = complete ? 0 : 1;
}

function print(files: readonly FileCoverage[], all: Shares): void {
  const cells = [...files, { file: 'all', ...all }].map((row) => [
    row.file,
    ...KINDS.map((kind) => formatShare(row[kind])),
  ]);
  console.log(formatTable(['file', ...KINDS], cells, ['left', 'right', 'right', 'right']));
  for (const { file, missedLines, missedBranches, missedFunctions } of files) {
    if (missedLines.length > 0) console.log(`${file}: lines not reached: ${formatRanges(missedLines)}`);
    if (missedBranches.length > 0)
      console.log(`${file}: branches not taken (line:branch): ${missedBranches.join(', ')}`);
    if (missedFunctions.length > 0) console.log(`${file}: functions not called: ${missedFunctions.join(', ')}`);
  }
}

function toResult(files: readonly FileCoverage[], all: Shares): Result {
  return {
    tool: `forge ${packageVersion('@foundry-rs/forge')}`,
    command: 'npm run coverage -- --keep-result',
    figures: { ...formatShares(all), 'not measured': UNMEASURED },
    rows: files.map((row) => ({ file: row.file, ...formatShares(row) })),
  };
}

function formatShares(shares: Shares): Record<string, string> {
  return Object.fromEntries(KINDS.map((kind) => [kind, formatShare(shares[kind])]));
}

/** In the production folders, from where the tests load it; the test run has built it there already. */
async function buildForgeArtifact(file: string): Promise<void> {
  if (existsSync(join(FORGE_OUT, file))) return;
  const outcome = await run(forgeBinary(), ['build', `contracts/${file}`], { timeoutMs: 10 * 60_000 });
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`forge build: ${failure}\n${outcome.output}`);
}

await runCommand(main);
