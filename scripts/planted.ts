// npm run test:planted: plants bugs that somebody could have made, one at a time, and demands that the test which carries the
// number of the property or attack finds each within a minute. Takes most of an hour, so `npm test` checks the catalogue only.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PlantedBug } from '../test/planted/types.ts';
import { groupBy } from './lib/groupBy.ts';
import { ROOT } from './lib/paths.ts';
import { KeptJudgements } from './lib/planted/KeptJudgements.ts';
import { PLANTED_BUGS, findCatalogueFaults } from './lib/planted/catalogue.ts';
import { judgeForge } from './lib/planted/judgeForge.ts';
import { judgeMocha } from './lib/planted/judgeMocha.ts';
import type { Judgement } from './lib/planted/judgement.ts';
import { renderPlanted } from './lib/planted/renderPlanted.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { readResult, writeResult } from './lib/results.ts';
import type { Cell } from './lib/results.ts';
import { formatTable } from './lib/table.ts';
import { UsageError, runCommand } from './lib/usage.ts';

const TARGET = join(ROOT, 'audit/PLANTED-BUGS.md');

const USAGE = `Usage: npm run test:planted -- [options]
  --only NAME  only the bugs of this number (P20), or the one of this id; may be repeated, or a list with commas
  --fresh      also what was found before; otherwise a run goes on where the last one stopped
  --write      keep the result in audit/results/planted.json and audit/PLANTED-BUGS.md; not with --only
  --json       print the rows as JSON: {id, numbers, bug, file, path, name, found, seconds, compiled, detail}
  --help       this text
Needs what \`npm test -- --only build\` makes. Exit code 1 when a bug is not found, when its test fails without it, or when the
text that it changes is gone.`;

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      fresh: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (values.write && values.only !== undefined) throw new UsageError('--write keeps whole runs: leave --only out');
  stopChildrenOnSignals();
  // That a test fails is enough; finding the shortest way there takes minutes.
  process.env['FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT'] = '0';
  const faults = findCatalogueFaults();
  if (faults.length > 0) {
    console.error(`test/planted/bugs does not fit the sources:\n${faults.join('\n')}`);
    process.exitCode = 1;
    return;
  }
  const bugs = select(values.only);
  const judgements = await judgeAll(bugs, new KeptJudgements(values.fresh));
  const rows = judgements.map(toRow);
  const found = judgements.filter((judgement) => judgement.found).length;
  if (values.json) {
    console.log(JSON.stringify(rows, undefined, 2));
  } else {
    const header = ['number', 'bug', 'file', 'test', 'found', 'seconds'];
    const cells = rows.map(({ numbers, bug, file, name, found: yes, seconds }) =>
      [numbers, bug, file, name, yes === true ? 'yes' : 'NO', seconds].map(String),
    );
    console.log(formatTable(header, cells, ['left', 'left', 'left', 'left', 'left', 'right']));
    console.log(`${found} of ${bugs.length} planted bugs found`);
  }
  for (const { bug, found: yes, detail } of judgements) if (!yes) console.error(`not found: ${bug.id}: ${detail}`);
  process.exitCode = found === bugs.length ? 0 : 1;
  if (values.write) await write(judgements, rows);
}

function select(only: readonly string[] | undefined): PlantedBug[] {
  if (only === undefined) return [...PLANTED_BUGS];
  const words = only.flatMap((list) => list.split(','));
  for (const word of words) {
    if (PLANTED_BUGS.some((bug) => isNamed(bug, word))) continue;
    throw new UsageError(`--only ${word}: no planted bug has this number or id`);
  }
  return PLANTED_BUGS.filter((bug) => words.some((word) => isNamed(bug, word)));
}

function isNamed({ id, numbers }: PlantedBug, word: string): boolean {
  return id === word || numbers.includes(word);
}

/** In the order of the bugs; tells each on standard error as it comes. */
async function judgeAll(bugs: readonly PlantedBug[], kept: KeptJudgements): Promise<Judgement[]> {
  const judged = new Map<string, Judgement>();
  for (const bug of bugs) {
    const before = kept.find(bug);
    if (before !== undefined) judged.set(bug.id, before);
  }
  if (judged.size > 0)
    console.error(`${judged.size} found by an earlier run of the same sources; --fresh tries them again`);
  const tell = (judgement: Judgement): void => {
    const { bug, found, seconds, compileSeconds, detail } = judgement;
    judged.set(bug.id, judgement);
    kept.keep(judgement);
    const times = `${seconds.toFixed(1)} s, compiled in ${compileSeconds.toFixed(1)} s`;
    const [line = ''] = detail.split('\n');
    console.error(
      `${judged.size}/${bugs.length}  ${found ? 'found    ' : 'NOT FOUND'}  ${bug.id}  (${times})  ${line.slice(0, 160)}`,
    );
  };
  const open = bugs.filter(({ id }) => !judged.has(id));
  for (const [folder, group] of groupBy(open, folderOf)) {
    if (group[0]?.test.runner === 'mocha') await judgeMocha(group, tell);
    else await judgeForge(folder, group, tell);
  }
  return bugs.flatMap(({ id }) => judged.get(id) ?? []);
}

/** Tests of one folder are prepared together; all of Mocha's. */
function folderOf({ test }: PlantedBug): string {
  return test.runner === 'mocha' ? 'mocha' : test.path.split('/').slice(0, 3).join('/');
}

function toRow({ bug, found, seconds, compileSeconds, detail }: Judgement): Record<string, Cell> {
  const { id, numbers, title, file, test } = bug;
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return {
    id,
    numbers: numbers.join(', '),
    bug: title,
    file,
    path: test.path,
    name: test.name,
    found,
    seconds: rounded(seconds),
    compiled: rounded(compileSeconds),
    detail: detail.split('\n')[0]?.slice(0, 200) ?? '',
  };
}

async function write(judgements: readonly Judgement[], rows: Record<string, Cell>[]): Promise<void> {
  const most = (values: readonly number[]): number => Math.round(Math.max(0, ...values) * 10) / 10;
  await writeResult('planted', {
    tool: 'forge and Mocha',
    command: 'npm run test:planted -- --write',
    figures: {
      bugs: judgements.length,
      found: judgements.filter(({ found }) => found).length,
      numbers: new Set(judgements.flatMap(({ bug }) => bug.numbers)).size,
      'slowest seconds': most(judgements.map(({ seconds }) => seconds)),
      'slowest compilation': most(judgements.map(({ compileSeconds }) => compileSeconds)),
    },
    rows,
  });
  const kept = readResult('planted');
  if (kept !== undefined) writeFileSync(TARGET, renderPlanted(kept));
}

await runCommand(() => main(process.argv.slice(2)));
