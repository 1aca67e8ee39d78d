// npm run properties: writes audit/PROPERTIES.md, the table of properties and attacks with the tests that carry their number.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeGenerated } from './lib/generatedFile.ts';
import { ROOT, readJson } from './lib/paths.ts';
import { numbersIn, render } from './lib/propertyTable.ts';
import { readTests } from './lib/readTests.ts';
import { hashContracts, readResults } from './lib/results.ts';
import { runCommand } from './lib/usage.ts';

const COMMAND = 'npm run properties';

const USAGE = `Usage: ${COMMAND} -- [options]
  --check  write nothing, and fail when audit/PROPERTIES.md is stale
  --json   print the tests by number as JSON: {number: [{file, name, tool}]}; write nothing
Last results are those in audit/results/. Exit code 1 when a property or attack has no test.`;

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
  const statements = readJson(join(ROOT, 'audit', 'properties.json')) as Record<string, string>;
  const tests = readTests();
  const { markdown, missing } = render(statements, tests, { results: readResults(), contracts: hashContracts() });
  const problems: string[] = [];
  if (values.json) {
    const byNumber = Object.keys(statements).map((number) => [
      number,
      tests.filter(({ name }) => numbersIn(name).includes(number)),
    ]);
    console.log(JSON.stringify(Object.fromEntries(byNumber), undefined, 2));
  } else {
    problems.push(...writeGenerated({ file: 'audit/PROPERTIES.md', text: markdown, command: COMMAND }, values.check));
  }
  if (missing.length > 0)
    problems.push(
      `properties without a test: ${missing.join(', ')}; name a test after each (for example testFuzz_P18_…)`,
    );
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
  return Promise.resolve();
}

await runCommand(main);
