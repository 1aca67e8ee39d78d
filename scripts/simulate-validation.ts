// npm run simulate:validation: who gains what when validators are honest, lazy, copy, collude or don't reveal.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/paths.ts';
import { runCommand } from './lib/usage.ts';
import { parseOptions } from './simulation/parseOptions.ts';
import { renderReport } from './simulation/renderReport.ts';
import { simulate } from './simulation/simulate.ts';
import { withResults } from './simulation/withResults.ts';
import { createProgress } from './start/progress.ts';

const DOCUMENT = join(ROOT, 'docs', 'validation-economics.md');

const USAGE = `Usage: npm run simulate:validation -- [options]

Plays StakedValidation's rules with made-up validators and prints who gains what. docs/validation-economics.md explains it.

  --rounds N    rounds of the market, 1000 to 10000000 (default 20000); the other rows are played a tenth as often
  --seed N      0 to 4294967295 (default 8004); the same seed gives the same figures
  --json        the results as JSON; amounts in ETH, shares from 0 to 1
  --update-doc  also write the results into docs/validation-economics.md
  --help        print this

Exit codes:
  0  honest validators earn; coalitions below the threshold and all others lose
  1  they don't
  2  wrong options`;

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const step = createProgress((line) => {
    console.error(line);
  });
  const report = await step('simulating', (count) => Promise.resolve(simulate(options.rounds, options.seed, count)));
  if (options.updateDoc) writeFileSync(DOCUMENT, withResults(readFileSync(DOCUMENT, 'utf8'), report));
  console.log(options.json ? JSON.stringify(report, undefined, 2) : renderReport(report));
  const failed = report.findings.filter(({ holds }) => !holds);
  for (const { claim, detail } of failed) console.error(`does not hold: ${claim}: ${detail}`);
  if (failed.length > 0) process.exitCode = 1;
}

await runCommand(main);
