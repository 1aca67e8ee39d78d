// npm run gas: what every external function costs, beside the deployed ERC-8004 registries, and the bounds that hold.
import { parseArgs } from 'node:util';
import { GasChain } from './gas/chain.ts';
import { identity } from './gas/identity.ts';
import { policy } from './gas/policy.ts';
import type { GasModule } from './gas/module.ts';
import { multisig } from './gas/multisig.ts';
import { reputation } from './gas/reputation.ts';
import { Rows } from './gas/rows.ts';
import type { Row } from './gas/rows.ts';
import { sage } from './gas/sage.ts';
import { staked } from './gas/staked.ts';
import { teekeys } from './gas/teekeys.ts';
import { timelock } from './gas/timelock.ts';
import { validation } from './gas/validation.ts';
import { compareSnapshot, readSnapshot, writeSnapshots } from './lib/snapshots.ts';
import { packageBin } from './lib/paths.ts';
import { describeFailure, run } from './lib/process.ts';
import { formatInteger, formatTable } from './lib/table.ts';
import { runCommand } from './lib/usage.ts';

/** A further contract adds a module here. */
const MODULES: readonly GasModule[] = [
  identity,
  reputation,
  policy,
  validation,
  sage,
  teekeys,
  staked,
  multisig,
  timelock,
];

const USAGE = `Usage: npm run gas -- [options]
  --json      the rows as JSON: {call, gas, baseline, ratio, bound, most, ok}
  --update    write snapshots/gas.json, sizes.json and bytecode.json
  --check     also fail where a figure differs from snapshots/gas.json
  --quiet     print problems only
  --no-build  measure what was built last
Exit code 1 when a call exceeds its bound.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      update: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (!values['no-build']) await build();
  const { rows, missing } = await measureAll();
  const problems = [
    ...missing.map((name) => `${name} is not measured`),
    ...rows.filter(({ ok }) => !ok).map(({ call }) => `${call}: above its bound`),
    ...(values.check ? compareSnapshot(readSnapshot('gas'), toSnapshot(rows)) : []),
  ];
  if (values.update) writeSnapshots(toSnapshot(rows));
  if (values.json) console.log(JSON.stringify(rows, undefined, 2));
  else if (!values.quiet) console.log(formatRows(rows));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

async function build(): Promise<void> {
  const outcome = await run(process.execPath, [packageBin('hardhat'), '--no-typechain', 'build']);
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`hardhat build: ${failure}\n${outcome.output}`);
}

async function measureAll(): Promise<{ rows: Row[]; missing: string[] }> {
  const rows = new Rows();
  const missing: string[] = [];
  for (const { measure } of MODULES) {
    const chain = await GasChain.create();
    try {
      const contract = await measure(chain, rows);
      rows.add(`deploy ${contract.name}`, contract.deployGas);
      missing.push(...contract.unmeasured().map((fragment) => `${contract.name}.${fragment.format('sighash')}`));
    } finally {
      await chain.close();
    }
  }
  return { rows: rows.all(), missing };
}

function toSnapshot(rows: readonly Row[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ call, gas }) => [call, gas]));
}

function formatRows(rows: readonly Row[]): string {
  const cells = rows.map(({ call, gas, baseline, ratio, bound, most, ok }) => [
    call,
    formatInteger(gas),
    baseline === null ? '' : formatInteger(baseline),
    ratio === null ? '' : ratio.toFixed(3),
    bound === null ? (most === null ? '' : formatInteger(most)) : bound.toString(),
    bound === null && most === null ? '' : ok ? 'ok' : 'ABOVE',
  ]);
  const header = ['call', 'gas', 'deployed', 'ratio', 'at most', ''];
  return formatTable(header, cells, ['left', 'right', 'right', 'right', 'right', 'left']);
}

await runCommand(main);
