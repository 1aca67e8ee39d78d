// npm run audit:low-level: writes audit/LOW-LEVEL.md, every assembly and unchecked block of the contracts with why it is safe.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { joinJudgements, readLowLevelBlocks, renderLowLevel } from './lib/lowLevel.ts';
import type { LowLevelJudgements } from './lib/lowLevel.ts';
import { ROOT, readJson } from './lib/paths.ts';
import { readTests } from './lib/readTests.ts';
import { runCommand } from './lib/usage.ts';

const JUDGEMENTS = join(ROOT, 'audit', 'low-level.json');
const TARGET = join(ROOT, 'audit', 'LOW-LEVEL.md');

const USAGE = `Usage: npm run audit:low-level -- [options]
  --check  write nothing, and fail when audit/LOW-LEVEL.md is stale
  --json   print the blocks as JSON: {file, where, kind, fingerprint, isMemorySafe, reason, tests}; write nothing
Takes about 15 seconds: solc reads every contract. Exit code 1 when a block isn't judged in audit/low-level.json as it stands
now, or a judgement has no block, or a test that it names doesn't exist.`;

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
  const tests = new Set(readTests().map(({ name }) => name));
  const blocks = await readLowLevelBlocks();
  const { rows, problems } = joinJudgements(blocks, readJson(JUDGEMENTS) as LowLevelJudgements, tests);
  const markdown = renderLowLevel(rows);
  if (values.json) {
    console.log(JSON.stringify(rows, undefined, 2));
  } else {
    if (!values.check) writeFileSync(TARGET, markdown);
    console.log(`${blocks.length} blocks, ${problems.length} problems`);
  }
  if (values.check && (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== markdown)) {
    problems.push('audit/LOW-LEVEL.md is stale: run `npm run audit:low-level`');
  }
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

await runCommand(main);
