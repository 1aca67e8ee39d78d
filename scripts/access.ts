// npm run access: writes audit/ACCESS.md, the table of every function that can change something and who may call it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { joinAccess, renderAccess } from './lib/accessTable.ts';
import type { AccessRules } from './lib/accessTable.ts';
import { readDeployable } from './lib/artifacts.ts';
import { ROOT, readJson } from './lib/paths.ts';
import { runCommand } from './lib/usage.ts';

const TARGET = join(ROOT, 'audit', 'ACCESS.md');

const USAGE = `Usage: npm run access -- [options]
  --check  write nothing, and fail when audit/ACCESS.md is stale
  --json   print the rows as JSON: {contract, function, caller, note}; write nothing
Reads what was built last. Exit code 1 when a function has no row in audit/access.json, or a row no function.`;

function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return Promise.resolve();
  }
  const rules = readJson(join(ROOT, 'audit', 'access.json')) as AccessRules;
  const { rows, problems } = joinAccess(rules, readDeployable());
  const markdown = renderAccess(rows);
  if (values.json) {
    console.log(JSON.stringify(rows, undefined, 2));
  } else if (!values.check) {
    writeFileSync(TARGET, markdown);
  }
  if (values.check && (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== markdown)) {
    problems.push('audit/ACCESS.md is stale: run `npm run access`');
  }
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
  return Promise.resolve();
}

await runCommand(main);
