// npm run audit:scope: writes audit/AUDIT-SCOPE.md, what a review has to look at.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readScope, renderScope } from './lib/auditScope.ts';
import { ROOT } from './lib/paths.ts';
import { runCommand } from './lib/usage.ts';

const TARGET = join(ROOT, 'audit', 'AUDIT-SCOPE.md');

const USAGE = `Usage: npm run audit:scope -- [options]
  --check  write nothing, and fail when audit/AUDIT-SCOPE.md is stale
  --json   print the files as JSON: {file, kind, lines, bytes}; write nothing
Reads what was built last.`;

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
  const rows = readScope();
  const markdown = renderScope(rows);
  if (values.json) {
    console.log(JSON.stringify(rows, undefined, 2));
  } else if (!values.check) {
    writeFileSync(TARGET, markdown);
  } else if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== markdown) {
    console.error('audit/AUDIT-SCOPE.md is stale: run `npm run audit:scope`');
    process.exitCode = 1;
  }
  return Promise.resolve();
}

await runCommand(main);
