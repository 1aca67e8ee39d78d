// npm run test:deep: the fuzz tests and invariants of the contracts, deeper than any one run can be. Resumable.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runCampaign, stand } from './deep/campaign.ts';
import type { Standing } from './deep/campaign.ts';
import { addToLedger, openLedger } from './deep/ledger.ts';
import { runSlice } from './deep/runSlice.ts';
import type { Goal } from './deep/slices.ts';
import { listUnits } from './deep/units.ts';
import { DEEP } from './lib/depths.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { summarizeReach } from './lib/reach.ts';
import { writeResult } from './lib/results.ts';
import { formatInteger, formatTable } from './lib/table.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const USAGE = `Usage: npm run test:deep -- [options]
  --minutes N     begin nothing more after so many minutes; the next run goes on where this one stopped
  --status        tell how far it is, and run nothing
  --only WORD     units whose name holds this word (a contract, or an invariant)
  --fuzz N        runs of each fuzz test (default ${formatInteger(DEEP.fuzzRuns)})
  --calls N       calls of all invariants together (default ${formatInteger(DEEP.invariantCalls)})
  --at-once N     slices side by side, one core each (default 2)
  --seed HEX      of a new ledger (default: random); the inputs follow from it
  --write         keep the standing in audit/results/deep.json; not with --only
  --json          print the standing as JSON and nothing else on standard output
  --help          this text
The ledger is reports/deep/, one file for each state of contracts and tests.
Exit code 0: all done and well; 1: something failed; 3: nothing failed, not all done yet.`;

const UNFINISHED = 3;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      status: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      fuzz: { type: 'string', default: String(DEEP.fuzzRuns) },
      calls: { type: 'string', default: String(DEEP.invariantCalls) },
      'at-once': { type: 'string', default: '2' },
      seed: { type: 'string', default: `0x${randomBytes(32).toString('hex')}` },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const goal = { fuzzRuns: whole('--fuzz', values.fuzz), invariantCalls: whole('--calls', values.calls) };
  const atOnce = whole('--at-once', values['at-once']);
  const minutes = values.minutes === undefined ? undefined : whole('--minutes', values.minutes);
  if (!/^0x[0-9a-f]{1,64}$/i.test(values.seed)) {
    throw new UsageError(`--seed takes 0x and up to 64 hex digits, got ${values.seed}`);
  }
  if (values.write && values.only !== '') {
    throw new UsageError('--write keeps the standing of all units, so --only can not go with it');
  }
  const say = values.json ? console.error : console.log;
  stopChildrenOnSignals();
  const begin = Date.now();
  const units = (await listUnits()).filter(({ name }) => name.includes(values.only));
  if (units.length === 0) throw new UsageError(`--only ${values.only}: no contract or invariant is called so`);
  const ledger = openLedger(values.seed);
  say(`seed ${ledger.seed}, ${ledger.slices.length} slices done before, ${units.length} units`);
  const standing = values.status
    ? stand(units, ledger.slices, goal, [])
    : await runCampaign({
        units,
        goal,
        slices: ledger.slices,
        atOnce,
        until: minutes === undefined ? undefined : begin + minutes * 60_000,
        run: (next) => runSlice(next, ledger.seed),
        keep: (slice) => addToLedger(ledger, slice),
        say: (line) => say(line),
      });
  if (values.write) await keep(standing, goal, ledger.seed);
  say(report(standing, goal));
  if (values.json) console.log(JSON.stringify({ seed: ledger.seed, goal, ...standing }, undefined, 2));
  process.exitCode = standing.failures.length > 0 ? 1 : standing.complete ? 0 : UNFINISHED;
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`${name} takes a whole number from 1, got ${text}`);
  return value;
}

function report(standing: Standing, goal: Goal): string {
  const rows = summarizeReach(standing.reach).map(({ handler, functions, calls, least }) => [
    handler,
    String(functions),
    formatInteger(calls),
    least,
  ]);
  const table = formatTable(['handler', 'functions', 'calls', 'least reached'], rows, [
    'left',
    'right',
    'right',
    'left',
  ]);
  const { fuzzContractsDone, fuzzContracts, fewestFuzzRuns, calls, seconds, failures, complete } = standing;
  return [
    table,
    `fuzz: ${fuzzContractsDone} of ${fuzzContracts} contracts with ${formatInteger(goal.fuzzRuns)} runs a test; fewest ${formatInteger(fewestFuzzRuns)}`,
    `invariants: ${formatInteger(calls)} of ${formatInteger(goal.invariantCalls)} calls`,
    `${(seconds / 3600).toFixed(1)} hours of one core; ${failures.length} failures; ${complete ? 'complete' : 'not complete'}`,
  ].join('\n');
}

function optionsOf({ fuzzRuns, invariantCalls }: Goal): string {
  const fuzz = fuzzRuns === DEEP.fuzzRuns ? '' : `--fuzz ${fuzzRuns} `;
  return invariantCalls === DEEP.invariantCalls ? fuzz : `${fuzz}--calls ${invariantCalls} `;
}

async function keep(standing: Standing, goal: Goal, seed: string): Promise<void> {
  const { complete, fuzzContracts, fuzzContractsDone, fewestFuzzRuns, calls, failures } = standing;
  await writeResult('deep', {
    tool: 'forge',
    command: `npm run test:deep -- ${optionsOf(goal)}--write`,
    figures: {
      complete,
      'fuzz runs a test, goal': goal.fuzzRuns,
      'fuzz runs a test, fewest': fewestFuzzRuns,
      'contracts with all fuzz runs': `${fuzzContractsDone} of ${fuzzContracts}`,
      'invariant calls, goal': goal.invariantCalls,
      'invariant calls': calls,
      failures: failures.length,
      seed,
    },
    rows: summarizeReach(standing.reach),
  });
}

await runCommand(main);
