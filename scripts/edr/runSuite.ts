// Runs one file of invariants that buildSuites.ts built. A program of its own, so that its memory is given back and what Hardhat
// prints stays apart from the table: node --import tsx scripts/edr/runSuite.ts JSON
import { writeFileSync } from 'node:fs';
import { createEngine } from './createEngine.ts';
import type { Campaign, SuiteOrder } from './types.ts';

interface Metrics {
  calls: bigint;
  reverts: bigint;
  discards: bigint;
}

/** The part of EDR's result that is read here. */
interface EdrTest {
  name: string;
  status: 'Success' | 'Failure' | 'Skipped';
  reason?: string;
  durationNs: bigint;
  kind: { runs?: bigint; calls?: bigint; reverts?: bigint; metrics?: Record<string, Metrics> };
}

interface EdrRun {
  suiteResults: { id: { name: string }; testResults: EdrTest[] }[];
}

const order = JSON.parse(process.argv[2] ?? '') as SuiteOrder;
const hre = await createEngine(order);
const outcome: unknown = await hre.tasks
  .getTask(['test', 'solidity'])
  .run({ testFiles: [order.file, ...order.handlers], grep: '^(invariant_|setUp)', noCompile: true });
writeFileSync(order.report, JSON.stringify(readRun(outcome).suiteResults.flatMap(toCampaigns)));

/** Hardhat wraps the result, in another way when a test failed. */
function readRun(result: unknown): EdrRun {
  if (typeof result === 'object' && result !== null) {
    if ('value' in result) return result.value as EdrRun;
    if ('error' in result) return result.error as EdrRun;
  }
  throw new Error(`Hardhat gave no result of the tests in ${order.file}`);
}

function toCampaigns({ id, testResults }: EdrRun['suiteResults'][number]): Campaign[] {
  return testResults.map(({ name, status, reason, durationNs, kind }) => ({
    contract: id.name,
    invariant: name.replace(/\(.*$/, ''),
    passed: status === 'Success',
    ...(reason === undefined ? {} : { reason }),
    runs: Number(kind.runs ?? 0),
    calls: Number(kind.calls ?? 0),
    reverts: Number(kind.reverts ?? 0),
    seconds: Number(durationNs) / 1e9,
    reach: Object.fromEntries(Object.entries(kind.metrics ?? {}).map(([name, metrics]) => [name, succeeded(metrics)])),
  }));
}

function succeeded({ calls, reverts, discards }: Metrics): number {
  return Number(calls - reverts - discards);
}
