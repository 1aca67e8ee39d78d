// npm run indexer: runs the Ponder example of examples/indexer for real, on a node of its own, and compares what it serves with
// every view of the contracts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installIndexer } from './indexer/installIndexer.ts';
import { runIndexer } from './indexer/runIndexer.ts';
import type { Stage } from './indexer/runIndexer.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { runCommand } from './lib/usage.ts';
import { createProgress } from './start/progress.ts';

const USAGE = `Usage: npm run indexer -- [options]
  --no-install  use the packages that are in examples/indexer/node_modules
  --json        {stages: [{name, block, rows, views, differences: [{view, expected, actual}]}]}
  --help        this text
Needs the npm registry for the installation (about 220 packages, in examples/indexer only). Exit code 1 when a view differs.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'no-install': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  stopChildrenOnSignals();
  const step = createProgress((line) => console.error(line));
  const folder = mkdtempSync(join(tmpdir(), 'sage-indexer-'));
  try {
    await installIndexer(step, !values['no-install']);
    const stages = await runIndexer(folder, step);
    if (values.json) console.log(JSON.stringify({ stages }, undefined, 2));
    else for (const stage of stages) tell(stage);
    process.exitCode = stages.every(({ differences }) => differences.length === 0) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tell({ name, block, rows, views, differences }: Stage): void {
  const result = differences.length === 0 ? 'ok  ' : 'FAIL';
  console.log(
    `${result}  ${name}: block ${block}, ${rows} rows, ${views} views compared, ${differences.length} differ`,
  );
  for (const { view, expected, actual } of differences.slice(0, 10)) {
    console.log(`      ${view}\n        by the rows:     ${expected}\n        by the contract: ${actual}`);
  }
}

await runCommand(main);
