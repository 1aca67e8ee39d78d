// npm run monitoring:provoke: brings about every alert on a local chain, and looks whether the watcher raises it.
import { parseArgs } from 'node:util';
import { ALERT_NAMES, definitionOf } from '../monitoring/alertTable.ts';
import { playProvocations } from '../monitoring/provoke/playProvocations.ts';
import { PROVOCATIONS } from '../monitoring/provoke/provocations.ts';
import type { Outcome } from '../monitoring/provoke/runProvocation.ts';
import { writeResult } from './lib/results.ts';
import { formatTable } from './lib/table.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const USAGE = `Usage: npm run monitoring:provoke -- [options]
  --only NAME  one alert; several times for several
  --write      keep the table in audit/results/alerts.json; not with --only
  --json       print the rows as JSON: {alert, severity, provokedBy, raised}
  --help
Deploys the suite on a chain of its own and acts as owners, voters, validators and nodes would. An alert counts as raised when it
was told with exactly the expected fields, nothing unexpected was told beside it, it wasn't told again, and what lasts was
resolved. Exit code 1 when one wasn't.`;

interface Row extends Record<string, string | boolean> {
  readonly alert: string;
  readonly severity: string;
  readonly provokedBy: string;
  readonly raised: boolean;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { only, write, json } = values;
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const unknown = only.find((name) => !ALERT_NAMES.some((known) => known === name));
  if (unknown !== undefined) throw new UsageError(`--only: there is no alert ${unknown}; see monitoring/README.md`);
  if (write && only.length > 0) throw new UsageError('--write: only whole tables are kept; leave out --only');
  const chosen = PROVOCATIONS.filter(({ alert }) => only.length === 0 || only.includes(alert));
  let done = 0;
  const outcomes = await playProvocations(chosen, ({ provocation: { alert }, problems }) => {
    console.error(`${++done}/${chosen.length} ${alert} ${problems.length === 0 ? 'raised' : problems.join('; ')}`);
  });
  const rows = outcomes.map(toRow);
  if (json) console.log(JSON.stringify(rows, undefined, 2));
  else console.log(render(rows));
  if (write) await keep(rows);
  process.exitCode = rows.every(({ raised }) => raised) ? 0 : 1;
}

function toRow({ provocation: { alert, by }, problems }: Outcome): Row {
  return { alert, severity: definitionOf(alert).severity, provokedBy: by, raised: problems.length === 0 };
}

function render(rows: readonly Row[]): string {
  const header = ['alert', 'severity', 'raised', 'provoked by'];
  const cells = rows.map(({ alert, severity, raised, provokedBy }) => [
    alert,
    severity,
    raised ? 'yes' : 'NO',
    provokedBy,
  ]);
  const { alerts, raised } = figures(rows);
  const table = formatTable(header, cells, ['left', 'left', 'left', 'left']);
  return `${table}\n${raised} of ${alerts} alerts raised by ${rows.length} provocations`;
}

/** An alert counts as raised when all of its provocations raised it. */
function figures(rows: readonly Row[]): { alerts: number; raised: number; provocations: number } {
  const alerts = new Set(rows.map(({ alert }) => alert));
  const failed = new Set(rows.filter(({ raised }) => !raised).map(({ alert }) => alert));
  return { alerts: alerts.size, raised: alerts.size - failed.size, provocations: rows.length };
}

async function keep(rows: readonly Row[]): Promise<void> {
  await writeResult('alerts', {
    tool: 'npm run watch',
    command: 'npm run monitoring:provoke -- --write',
    figures: figures(rows),
    rows: rows.map((row) => ({ ...row })),
  });
}

await runCommand(main);
