// npm run cli-docs: writes docs/cli.md, the reference of `npx hardhat sage`, from the definitions of the tasks.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import hre from 'hardhat';
import { renderCliPage } from './lib/cliPage.ts';
import { ROOT } from './lib/paths.ts';
import { readCliFacts } from './lib/readCliFacts.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const USAGE = `Usage: npm run cli-docs -- [options]
  --check     write nothing, and fail when the page is stale
  --out FILE  the page; docs/cli.md when left out
Exit code 1 when the page is stale.`;

function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      out: { type: 'string', default: join(ROOT, 'docs', 'cli.md') },
      help: { type: 'boolean', default: false },
    },
  });
  const { check, out, help } = values;
  if (out === '') throw new UsageError('--out: empty; give the path of a file');
  if (help) {
    console.log(USAGE);
    return Promise.resolve();
  }
  const page = renderCliPage(readCliFacts(hre));
  if (!check) writeFileSync(out, page);
  if (check && (!existsSync(out) || readFileSync(out, 'utf8') !== page)) {
    console.error(`${out} is stale: run \`npm run cli-docs\``);
    process.exitCode = 1;
  }
  return Promise.resolve();
}

await runCommand(main);
