// npm run bench: how fast the sdk is, as ratios to raw signature checks and to other libraries, and what it leaves in
// memory. It only prints; machines differ too much for bounds.
import { setFlagsFromString } from 'node:v8';
import { parseArgs } from 'node:util';
import { runInNewContext } from 'node:vm';
import { httpCases, measureMemory } from '../sdk/typescript/bench/httpSignatures.ts';
import type { MemoryRow } from '../sdk/typescript/bench/httpSignatures.ts';
import { measureCases } from '../sdk/typescript/bench/measure.ts';
import type { BenchCase, BenchRow } from '../sdk/typescript/bench/measure.ts';
import { sessionCases } from '../sdk/typescript/bench/session.ts';
import { teeCases } from '../sdk/typescript/bench/tee.ts';
import { verdictCases } from '../sdk/typescript/bench/verdict.ts';
import { formatInteger, formatTable } from './lib/table.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const SUITES: Readonly<Record<string, () => Promise<readonly BenchCase[]>>> = {
  http: httpCases,
  session: sessionCases,
  tee: teeCases,
  verdict: verdictCases,
};

const USAGE = `Usage: npm run bench -- [SUITE…] [options]
  SUITE               ${Object.keys(SUITES).join(', ')} or memory; all of them by default
  --rounds N          rounds, of which the median counts; 9 by default
  --milliseconds N    processor time of a case in a round; 100 by default
  --verifications N   verifications of the suite memory; 1000000 by default
  --json              {rows: [{name, perSecond, base, times}], memory: {verifications, before, after, grown}}
One process, interleaved rounds. "times" is how many times as long as its base something takes.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '9' },
      milliseconds: { type: 'string', default: '100' },
      verifications: { type: 'string', default: '1000000' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const known = [...Object.keys(SUITES), 'memory'];
  const suites = positionals.length === 0 ? known : positionals;
  const unknown = suites.filter((suite) => !known.includes(suite));
  if (unknown.length > 0) throw new UsageError(`unknown suite "${unknown.join(', ')}"; there are ${known.join(', ')}`);
  const options = {
    rounds: readCount('rounds', values.rounds),
    milliseconds: readCount('milliseconds', values.milliseconds),
  };
  const verifications = readCount('verifications', values.verifications);
  const cases: BenchCase[] = [];
  for (const suite of suites) cases.push(...((await SUITES[suite]?.()) ?? []));
  const rows = await measureCases(cases, options);
  const memory = suites.includes('memory') ? await measureMemory(verifications, garbageCollector()) : undefined;
  if (values.json) console.log(JSON.stringify({ rows, ...(memory && { memory }) }, undefined, 2));
  else for (const text of describe(rows, memory)) console.log(text);
}

function describe(rows: readonly BenchRow[], memory: MemoryRow | undefined): string[] {
  const cells = rows.map(({ name, perSecond, base, times }) => [
    name,
    perSecond < 100 ? perSecond.toFixed(1) : formatInteger(Math.round(perSecond)),
    times === null ? '' : times.toFixed(2),
    base ?? '',
  ]);
  const table =
    rows.length === 0
      ? []
      : [formatTable(['case', 'per second', 'times', 'base'], cells, ['left', 'right', 'right', 'left'])];
  if (memory === undefined) return table;
  const { verifications, before, after, grown } = memory;
  const kilobytes = (bytes: number): string => `${formatInteger(Math.round(bytes / 1024))} KiB`;
  const heap = `heap ${kilobytes(before)} before, ${kilobytes(after)} after, difference ${kilobytes(grown)}`;
  return [...table, `${formatInteger(verifications)} verifications: ${heap}`];
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new UsageError(`--${name}: expected an integer above 0, got "${text}"`);
}

/** Node's collector, which is there on demand only. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

await runCommand(main);
