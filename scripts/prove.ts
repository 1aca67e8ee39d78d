// npm run prove: symbolic proofs by halmos, on the code that is deployed, and by the SMTChecker of solc, on its sources.
// See audit/PROOFS.md for what they mean. halmos is a Python program and belongs to the deep checks: `npm test` runs the
// SMTChecker only.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BOUNDS, HALMOS, SOLVER, readSolverVersion, runHalmos, type HalmosRow } from './lib/halmos.ts';
import { ROOT } from './lib/paths.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { withProofs } from './lib/proofTable.ts';
import { numbersIn } from './lib/propertyTable.ts';
import { writeResult } from './lib/results.ts';
import { checkAssertions, smtFiles, type SmtResult } from './lib/smtChecker.ts';
import { formatTable } from './lib/table.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const DOCUMENT = join(ROOT, 'audit/PROOFS.md');

const USAGE = `Usage: npm run prove -- [options]
  --only PREFIX  only the checks whose names begin so, for example check_P3
  --write        keep the results in audit/results and write the table of audit/PROOFS.md; not with --only
  --doc          only write the table of audit/PROOFS.md, from the checks and the kept results
  --json         as JSON: {bounds, halmos: [{suite, check, proved, paths, seconds}], smt: [{file, check, assertion, proved}]}
Needs halmos on PATH or in SAGE_HALMOS: pip install ${HALMOS} ${SOLVER}
Exit code 1 when a check fails, times out, is cut at a bound, or finds no path at all.`;

type SmtRow = SmtResult & { readonly file: string; readonly seconds: number };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      write: { type: 'boolean', default: false },
      doc: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (values.write && values.only !== undefined) {
    throw new UsageError('--write keeps a whole run: leave out --only');
  }
  if (values.doc) {
    writeDocument();
    return;
  }
  stopChildrenOnSignals();
  const prefix = values.only ?? 'check_';
  console.error('SMTChecker …');
  const smt = proveBySmt(prefix);
  console.error('halmos: the build, then the checks, which takes minutes …');
  const halmos = smt.length > 0 && values.only !== undefined ? await orNone(prefix) : await runHalmos(prefix);
  if (values.json) console.log(JSON.stringify({ bounds: BOUNDS, halmos, smt }, undefined, 2));
  else print(halmos, smt);
  if (values.write) {
    await keep(halmos, smt);
    writeDocument();
  }
  process.exitCode = [...halmos, ...smt].every(({ proved }) => proved) ? 0 : 1;
}

/** A prefix may name checks of the SMTChecker only. */
async function orNone(prefix: string): Promise<HalmosRow[]> {
  try {
    return await runHalmos(prefix);
  } catch (error) {
    if (error instanceof Error && error.message === `no check begins with ${prefix}`) return [];
    throw error;
  }
}

function proveBySmt(prefix: string): SmtRow[] {
  return smtFiles()
    .filter((file) => new RegExp(`\\bfunction ${prefix}`).test(readFileSync(join(ROOT, file), 'utf8')))
    .flatMap((file) => {
      const begin = Date.now();
      const results = checkAssertions(file);
      const seconds = Number(((Date.now() - begin) / 1000).toFixed(2));
      return results.filter(({ check }) => check.startsWith(prefix)).map((result) => ({ file, ...result, seconds }));
    });
}

function print(halmos: readonly HalmosRow[], smt: readonly SmtRow[]): void {
  const { loopTurns, assertionSeconds, branchSeconds } = BOUNDS;
  console.log(
    `${HALMOS}: at most ${loopTurns} turns a loop, ${assertionSeconds} s for an assertion, ${branchSeconds} s for a branch`,
  );
  console.log(
    formatTable(
      ['suite', 'check', '', 'paths', 'seconds'],
      halmos.map(({ suite, check, proved, paths, seconds }) => [
        suite,
        check,
        tell(proved),
        String(paths),
        seconds.toFixed(2),
      ]),
      ['left', 'left', 'left', 'right', 'right'],
    ),
  );
  console.log(`${count(halmos)} in ${sum(halmos)} s`);
  console.log('\nSMTChecker of solc, bounded model checker with z3: no loops, integers without bounds');
  console.log(
    formatTable(
      ['check', 'assertion', ''],
      smt.map(({ check, assertion, proved }) => [check, assertion, tell(proved)]),
      ['left', 'left', 'left'],
    ),
  );
  console.log(`${count(smt)} in ${smtSeconds(smt)} s`);
}

async function keep(halmos: readonly HalmosRow[], smt: readonly SmtRow[]): Promise<void> {
  await writeResult('halmos', {
    tool: `${HALMOS.replace('==', ' ')} with z3 ${await readSolverVersion()}`,
    command: 'npm run prove -- --write',
    figures: {
      ...BOUNDS,
      checks: halmos.length,
      proved: halmos.filter(({ proved }) => proved).length,
      properties: numbersOf(halmos).length,
      seconds: sum(halmos),
    },
    rows: halmos.map(({ suite, check, proved, paths, seconds }) => ({
      properties: numbersIn(check).join(' '),
      check: `${suite}.${check}`,
      result: tell(proved),
      paths,
      seconds,
    })),
  });
  const { version } = createRequire(import.meta.url)('solc/package.json') as { version: string };
  await writeResult('smt', {
    tool: `SMTChecker of solc ${version}`,
    command: 'npm run prove -- --write',
    figures: {
      assertions: smt.length,
      proved: smt.filter(({ proved }) => proved).length,
      properties: numbersOf(smt).length,
      seconds: smtSeconds(smt),
    },
    rows: smt.map(({ file, check, assertion, proved, seconds }) => ({
      properties: numbersIn(check).join(' '),
      check,
      assertion,
      result: tell(proved),
      secondsOfTheFile: seconds,
      file,
    })),
  });
}

function writeDocument(): void {
  writeFileSync(DOCUMENT, withProofs(readFileSync(DOCUMENT, 'utf8')));
}

function numbersOf(rows: readonly { readonly check: string }[]): string[] {
  return [...new Set(rows.flatMap(({ check }) => numbersIn(check)))];
}

function tell(proved: boolean): string {
  return proved ? 'proved' : 'NOT PROVED';
}

function count(rows: readonly { readonly check: string; readonly proved: boolean }[]): string {
  const open = rows.filter(({ proved }) => !proved).length;
  return `${rows.length - open} proved, ${open} not, of ${numbersOf(rows).length} properties and attacks,`;
}

function sum(rows: readonly { readonly seconds: number }[]): number {
  return Number(rows.reduce((total, { seconds }) => total + seconds, 0).toFixed(2));
}

/** Each file is checked at once. */
function smtSeconds(rows: readonly SmtRow[]): number {
  return sum([...new Map(rows.map((row) => [row.file, row])).values()]);
}

await runCommand(main);
