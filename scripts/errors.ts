// npm run errors: writes docs/errors.md and the table behind explainRevert from the compiled contracts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { joinErrors } from './lib/errors/joinErrors.ts';
import type { WayOuts } from './lib/errors/joinErrors.ts';
import { readErrorContracts } from './lib/errors/readErrorSources.ts';
import { renderErrorTable, renderErrorsPage } from './lib/errors/renderErrors.ts';
import { ROOT, readJson } from './lib/paths.ts';
import { runCommand } from './lib/usage.ts';

const SOURCES = join(ROOT, 'tasks', 'lib', 'errors');
const PAGE = join(ROOT, 'docs', 'errors.md');
const TABLE = join(SOURCES, 'errorTable.ts');

const USAGE = `Usage: npm run errors -- [options]
  --check  write nothing, and fail when docs/errors.md or tasks/lib/errors/errorTable.ts is stale
  --json   print the rows as JSON; write nothing
Reads what was built last. Exit code 1 when an error has no way out in tasks/lib/errors/wayOuts.json, or a way out no error.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const { rows, problems } = joinErrors(readErrorContracts(), readJson(join(SOURCES, 'wayOuts.json')) as WayOuts);
  const files = [
    [PAGE, renderErrorsPage(rows)],
    [TABLE, await renderErrorTable(rows)],
  ] as const;
  if (values.json) console.log(JSON.stringify(rows, undefined, 2));
  for (const [path, text] of files) {
    if (values.check) problems.push(...findStale(path, text));
    else if (!values.json && problems.length === 0) writeFileSync(path, text);
  }
  for (const problem of problems) console.error(problem);
  if (problems.length === 0 && !values.json) console.log(`${rows.length} errors, each with a meaning and a way out`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function findStale(path: string, text: string): string[] {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return [];
  return [`${relative(ROOT, path)} is stale: run \`npm run errors\``];
}

await runCommand(main);
