// npm run matrix: the Solidity tests on contracts compiled by three versions of solc, via-IR and without.
import { parseArgs } from 'node:util';
import { gitCommit } from './lib/gitCommit.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { hashContracts, readResult, writeResult } from './lib/results.ts';
import { formatTable } from './lib/table.ts';
import { runCommand } from './lib/usage.ts';
import { CELLS, nameOf, selectCells } from './matrix/cells.ts';
import { COMPILERS } from './matrix/compilers.ts';
import { FUZZ_RUNS, runMatrix } from './matrix/runMatrix.ts';
import type { CellResult } from './matrix/runMatrix.ts';

const USAGE = `Usage: npm run matrix -- [options]
  --only CELL  only this cell or version; may be repeated, or a list with commas
  --json       {cells: [{version, ir, compiled, passed, failed, seconds, code, problems}]}
Cells: ${CELLS.map(nameOf).join(', ')}
Compiles copies in cache/matrix/, the first time in minutes a version; needs the npm registry for the compilers.
Writes its cells into audit/results/matrix.json; others stay there if they were run on the same contracts. Exit code 1 when a test fails or a cell does not compile.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const cells = selectCells(values.only);
  stopChildrenOnSignals();
  const results = await runMatrix(cells, (line) => console.error(line), keep);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  if (values.json) console.log(JSON.stringify({ cells: results }, undefined, 2));
  else print(results);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** Puts a cell into the kept result. Each takes long, so that every one can be run by itself. */
async function keep({ problems: _problems, ...result }: CellResult): Promise<void> {
  const commit = ((await gitCommit()) ?? 'unknown').slice(0, 10);
  const fresh = { ...result, date: new Date().toISOString().slice(0, 10), commit };
  const before = readResult('matrix');
  const others = before?.contracts === hashContracts() ? (before.rows as (typeof fresh)[]) : [];
  const rows = CELLS.flatMap(({ compiler: { version }, ir }) => {
    const isIt = (row: typeof fresh): boolean => row.version === version && row.ir === ir;
    return isIt(fresh) ? [fresh] : others.filter(isIt);
  });
  await writeResult('matrix', {
    tool: `solc ${COMPILERS.map(({ version }) => version).join(', ')}`,
    command: 'npm run matrix',
    figures: {
      cells: `${rows.length} of ${CELLS.length}`,
      passed: rows.reduce((sum, row) => sum + row.passed, 0),
      failed: rows.reduce((sum, row) => sum + row.failed, 0),
      fuzzRuns: FUZZ_RUNS,
    },
    rows,
  });
}

function print(results: readonly CellResult[]): void {
  for (const { version, ir, problems } of results) {
    for (const problem of problems) console.log(`${version} ${ir ? 'via-IR' : 'without via-IR'}: ${problem}`);
  }
  const rows = results.map(({ version, ir, compiled, passed, failed, seconds, code }) => [
    version,
    ir ? 'on' : 'off',
    compiled ? 'yes' : 'NO',
    String(passed),
    String(failed),
    String(seconds),
    code,
  ]);
  const header = ['solc', 'IR', 'compiled', 'passed', 'failed', 'seconds', 'code'];
  console.log(formatTable(header, rows, ['left', 'left', 'left', 'right', 'right', 'right', 'left']));
  console.log(`unit tests, and fuzz tests with ${FUZZ_RUNS} runs each; invariants are left out`);
}

await runCommand(main);
