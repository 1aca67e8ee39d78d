// npm run monitoring:docs: writes the tables of monitoring/README.md from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fillSections } from '../monitoring/renderTables.ts';
import { ROOT } from './lib/paths.ts';
import { runCommand } from './lib/usage.ts';

const TARGET = join(ROOT, 'monitoring', 'README.md');

const USAGE = `Usage: npm run monitoring:docs -- [options]
  --check  write nothing, and fail when monitoring/README.md is stale
  --help
Exit code 1 when the page is stale.`;

function main(): Promise<void> {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(USAGE);
    return Promise.resolve();
  }
  const page = readFileSync(TARGET, 'utf8');
  const filled = fillSections(page);
  if (!values.check) writeFileSync(TARGET, filled);
  if (values.check && page !== filled) {
    console.error('monitoring/README.md is stale: run `npm run monitoring:docs`');
    process.exitCode = 1;
  }
  return Promise.resolve();
}

await runCommand(main);
