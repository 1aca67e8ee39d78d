// npm run audit:results: writes audit/TEST-RESULTS.md from what the checks left in audit/results/ and from snapshots/.
import { parseArgs } from 'node:util';
import { writeGenerated } from './lib/generatedFile.ts';
import { hashContracts, readResults } from './lib/results.ts';
import { readSnapshot } from './lib/snapshots.ts';
import { SECTIONS, renderTestResults } from './lib/testResults.ts';
import { runCommand } from './lib/usage.ts';

const COMMAND = 'npm run audit:results';

const USAGE = `Usage: ${COMMAND} -- [options]
  --check  write nothing, and fail when audit/TEST-RESULTS.md is stale
  --json   print the kept results as JSON: {contracts, results: {name: {tool, command, figures, rows, date, commit,
           contracts} or null}}; write nothing
Runs no check itself. Those that keep their result have an option for it; npm test -- --keep-results and
npm run coverage -- --keep-result are two of them.`;

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
  const results = readResults();
  const contracts = hashContracts();
  const findings = { results, contracts, gas: readSnapshot('gas'), sizes: readSnapshot('sizes') };
  const text = renderTestResults(findings);
  if (values.json) {
    const byName = Object.fromEntries(SECTIONS.map(({ name }) => [name, results.get(name) ?? null]));
    console.log(JSON.stringify({ contracts, results: byName }, undefined, 2));
    return Promise.resolve();
  }
  const problems = writeGenerated({ file: 'audit/TEST-RESULTS.md', text, command: COMMAND }, values.check);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
  return Promise.resolve();
}

await runCommand(main);
