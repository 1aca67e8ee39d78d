// npm test: everything that has to hold. `-- --help` lists the steps and options.
import { parseArgs } from 'node:util';
import { DEPTHS } from './lib/depths.ts';
import { keepTestResults } from './lib/keepTestResults.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { runSteps, total, writeLog } from './lib/steps.ts';
import type { Step } from './lib/steps.ts';
import { formatSeconds } from './lib/table.ts';
import { allSteps, selectSteps } from './lib/testSteps.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const USAGE = `Usage: npm test -- [options]
  --only STEP     only this step or group, with what it needs; may be repeated, or a list with commas
  --tests FOLDER  with --only forge or --only mocha: the tests of this folder instead of the project's
  --prove-red     also plant failing tests and demand that the run reports them (needs another minute)
  --depth NAME    quick: minutes, the same inputs each time (default); ci: fuzz 10,000 runs, invariants 5 million calls, new inputs
  --at-once N     steps that may run side by side (default 2)
  --keep-results  write what was found to audit/results/ (tests.json and property-tests.json); only for the whole run
  --json          print a summary as JSON and nothing else on standard output
  --help          this text`;

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      tests: { type: 'string' },
      'prove-red': { type: 'boolean', default: false },
      depth: { type: 'string', default: 'quick' },
      'at-once': { type: 'string', default: '2' },
      'keep-results': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const depth = Object.entries(DEPTHS).find(([name]) => name === values.depth)?.[1];
  if (depth === undefined)
    throw new UsageError(`--depth is one of ${Object.keys(DEPTHS).join(', ')}, got ${values.depth}`);
  const steps = allSteps({ proveRed: values['prove-red'], depth, testFolder: values.tests });
  if (values.help) {
    console.log(`${USAGE}\n\nSteps:\n${steps.map((step) => `  ${describe(step)}`).join('\n')}`);
    return;
  }
  const atOnce = Number(values['at-once']);
  if (!Number.isInteger(atOnce) || atOnce < 1)
    throw new UsageError(`--at-once takes a whole number from 1, got ${values['at-once']}`);
  if (values['keep-results'] && (values.only !== undefined || values.tests !== undefined))
    throw new UsageError('--keep-results is for the whole run, so --only and --tests can not go with it');
  const say = values.json ? console.error : console.log;
  stopChildrenOnSignals();
  const begin = Date.now();
  const results = await runSteps(values.only === undefined ? steps : selectSteps(steps, values.only), {
    atOnce,
    say,
    keep: writeLog,
  });
  const { passed, failed } = total(results);
  process.exitCode = failed === 0 ? 0 : 1;
  if (values['keep-results']) {
    await keepTestResults(args, steps, results);
    say('kept the results; now: npm run audit:results && npm run properties');
  }
  say(`took ${formatSeconds(Date.now() - begin)}`);
  if (values.json) {
    const rows = results.map(({ log: _log, tests: _tests, ...rest }) => rest);
    console.log(JSON.stringify({ passed, failed, milliseconds: Date.now() - begin, steps: rows }, undefined, 2));
  } else {
    console.log(`${passed} passed, ${failed} failed`);
  }
}

function describe({ name, group, title }: Step): string {
  return `${name.padEnd(14)} ${group.padEnd(7)} ${title}`;
}

await runCommand(() => main(process.argv.slice(2)));
