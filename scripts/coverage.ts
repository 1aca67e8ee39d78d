// npm run coverage: lines and branches of contracts/ that the Solidity tests reach; fails below 100 %.
// Fewer fuzz runs than `npm test`, with a fixed seed: what is reached doesn't depend on luck, and compiled without optimizer
// every run takes several times as long.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatRanges, formatShare, readLcov, sumShares } from './lib/lcov.ts';
import { FORGE_OUT, ROOT, forgeBinary } from './lib/paths.ts';
import { describeFailure, run, stopChildrenOnSignals } from './lib/process.ts';
import { formatTable } from './lib/table.ts';
import { runCommand } from './lib/usage.ts';

const FOLDER = join(ROOT, 'cache/forge-coverage');
const REPORT = join(FOLDER, 'lcov.info');
const ENVIRONMENT = {
  FOUNDRY_OUT: 'cache/forge-coverage/out',
  FOUNDRY_CACHE_PATH: 'cache/forge-coverage/cache',
  FOUNDRY_FUZZ_RUNS: '256',
  FOUNDRY_FUZZ_SEED: '0x8004',
  FOUNDRY_INVARIANT_RUNS: '10',
};

/**
 * Three lines over OpenZeppelin's P256, which the compiler can't compile without its optimizer ("stack too deep"). The
 * tests deploy the production build of it; what they reach inside isn't counted.
 */
const UNMEASURED = 'P256Verifier.sol';

const USAGE = `Usage: npm run coverage -- [options]
  --json  lines and branches of each file as JSON
Exit code 1 below 100 %.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
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
  const lines = sumShares(files.map((file) => file.lines));
  const branches = sumShares(files.map((file) => file.branches));
  const complete = lines.hit === lines.total && branches.hit === branches.total;
  if (values.json) {
    console.log(JSON.stringify({ lines, branches, files }, undefined, 2));
  } else {
    const rows = [...files, { file: 'all', lines, branches }];
    const cells = rows.map((row) => [row.file, formatShare(row.lines), formatShare(row.branches)]);
    console.log(formatTable(['file', 'lines', 'branches'], cells, ['left', 'right', 'right']));
    for (const { file, missedLines, missedBranches } of files) {
      if (missedLines.length > 0) console.log(`${file}: lines not reached: ${formatRanges(missedLines)}`);
      if (missedBranches.length > 0)
        console.log(`${file}: branches not taken (line:branch): ${missedBranches.join(', ')}`);
    }
  }
  process.exitCode = complete ? 0 : 1;
}

/** In the production folders, from where the tests load it; the test run has built it there already. */
async function buildForgeArtifact(file: string): Promise<void> {
  if (existsSync(join(FORGE_OUT, file))) return;
  const outcome = await run(forgeBinary(), ['build', `contracts/${file}`], { timeoutMs: 10 * 60_000 });
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`forge build: ${failure}\n${outcome.output}`);
}

await runCommand(main);
