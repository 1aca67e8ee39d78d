// npm run mutate: changes the contracts in small ways, one at a time, and sees whether the forge tests notice.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readSource, syntaxTrees } from './lib/mutants/compile.ts';
import { prepareEngine } from './lib/mutants/engine.ts';
import { identify } from './lib/mutants/identify.ts';
import { drawOrder, generateMutants } from './lib/mutants/generate.ts';
import type { Mutant } from './lib/mutants/generate.ts';
import { findProblems, renderReport, scoreOf, summarize } from './lib/mutants/report.ts';
import type { MutationRun, Triage } from './lib/mutants/report.ts';
import { DEPTHS, takeBaseline, tryMutant } from './lib/mutants/runMutants.ts';
import type { Tried } from './lib/mutants/runMutants.ts';
import { SUBJECTS } from './lib/mutants/subjects.ts';
import type { Subject } from './lib/mutants/subjects.ts';
import { ROOT, readJson } from './lib/paths.ts';
import { stopChildrenOnSignals } from './lib/process.ts';
import { writeResult } from './lib/results.ts';
import { formatTable } from './lib/table.ts';
import { UsageError, runCommand } from './lib/usage.ts';
import { createRandom } from './simulation/createRandom.ts';

const RUNS = join(ROOT, 'audit/mutants');
const TRIAGE = join(ROOT, 'audit/mutation-triage.json');
const TARGET = join(ROOT, 'audit/MUTATION.md');
const DEFAULT_SEED = 7;

const USAGE = `Usage: npm run mutate -- [options]
  --contract NAME  only this one (more than once: these); several commands may run side by side on different contracts
  --sample N       at most N mutants a contract, drawn by the seed; all by default
  --seed N         default ${DEFAULT_SEED}
  --resume         keep what an earlier run of the same seed and sources has tried
  --survivors      try again what survived (after new tests); the rest is kept
  --list           print the mutants, and try none
  --report         try none; write audit/MUTATION.md and audit/results/mutation.json from what was tried
  --check          try none, write nothing; fail on tries of other sources, on a survivor that audit/mutation-triage.json does
                   not judge, and on a stale audit/MUTATION.md
  --json           the scores as JSON
Contracts: ${SUBJECTS.map(({ contract }) => contract).join(', ')}
Needs forge's build (npm test -- --only forge-build). What becomes of each mutant is kept in audit/mutants.`;

/** The first line of a file of tries: what they hold for. */
interface Head {
  seed: number;
  /** See {@link identify}. */
  sources: string;
  generated: number;
}

const OPTIONS = {
  contract: { type: 'string', multiple: true },
  sample: { type: 'string' },
  seed: { type: 'string', default: String(DEFAULT_SEED) },
  resume: { type: 'boolean', default: false },
  survivors: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  report: { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  stopChildrenOnSignals();
  const subjects = chooseSubjects(values.contract);
  const seed = readNumber('seed', values.seed, 0);
  const sample = values.sample === undefined ? Infinity : readNumber('sample', values.sample, 1);
  if (values.check) {
    check(seed);
    return;
  }
  if (values.report) {
    await report(seed, values.json);
    return;
  }
  const trees = syntaxTrees(subjects.flatMap(({ files }) => files));
  for (const subject of subjects) {
    const mutants = subject.files.flatMap((file) => generateMutants(file, readSource(file), trees.get(file)));
    if (values.list) {
      list(mutants, values.json);
      continue;
    }
    await tryAll(subject, mutants, { seed, sample, resume: values.resume, survivors: values.survivors });
  }
  if (!values.list) printScores(collect(seed, subjects), values.json);
}

function chooseSubjects(names: readonly string[] | undefined): readonly Subject[] {
  if (names === undefined) return SUBJECTS;
  return names.map((name) => {
    const found = SUBJECTS.find(({ contract }) => contract === name);
    if (found === undefined) throw new UsageError(`--contract: there is no ${JSON.stringify(name)}; --help lists them`);
    return found;
  });
}

function readNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || value > 2 ** 32 - 1) {
    throw new UsageError(`--${option}: ${JSON.stringify(text)} is no whole number from ${least} on`);
  }
  return value;
}

function list(mutants: readonly Mutant[], json: boolean): void {
  if (json) console.log(JSON.stringify(mutants, undefined, 2));
  else
    for (const { id, was, replacement } of mutants)
      console.log(`${id}  ${JSON.stringify(was)} → ${JSON.stringify(replacement)}`);
}

interface Plan {
  seed: number;
  sample: number;
  resume: boolean;
  survivors: boolean;
}

/** Tries the mutants of one contract, in the order of the seed, and appends what becomes of each to its file. */
async function tryAll(subject: Subject, mutants: readonly Mutant[], plan: Plan): Promise<void> {
  const path = join(RUNS, `${subject.contract}.jsonl`);
  const head: Head = { seed: plan.seed, sources: identify(subject), generated: mutants.length };
  const earlier = plan.resume || plan.survivors ? readTries(path, head) : [];
  const kept = plan.survivors ? earlier.filter(({ fate }) => fate !== 'survived') : earlier;
  const known = new Set(kept.map(({ id }) => id));
  const again = new Set(earlier.filter(({ fate }) => fate === 'survived').map(({ id }) => id));
  const order = drawOrder(mutants, createRandom(plan.seed, 0));
  const open = plan.survivors ? order.filter(({ id }) => again.has(id)) : order.filter(({ id }) => !known.has(id));
  let missing = plan.survivors ? open.length : plan.sample - kept.filter(({ fate }) => fate !== 'invalid').length;
  if (open.length === 0 || missing <= 0) return;

  console.error(`${subject.contract}: preparing`);
  const engine = prepareEngine(subject.contract, subject.tests);
  const baseline = await takeBaseline(engine, subject);
  if (baseline.unfit.size > 0) console.error(`  not in the quick round: ${[...baseline.unfit].join(', ')}`);
  mkdirSync(RUNS, { recursive: true });
  writeFileSync(path, [head, ...kept].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const begin = Date.now();
  for (const [i, mutant] of open.entries()) {
    if (missing <= 0) break;
    const tried = await tryMutant(engine, mutant, baseline);
    appendFileSync(path, `${JSON.stringify(tried)}\n`);
    if (tried.fate !== 'invalid') missing--;
    const rest = Math.min(missing, open.length - i - 1);
    const minutes = ((Date.now() - begin) / (i + 1) / 60_000) * rest;
    console.error(
      `${subject.contract} ${i + 1}: ${tried.fate} ${tried.by ?? ''} ${mutant.id} (about ${minutes.toFixed(0)} min to go)`,
    );
  }
  engine.remove();
}

function readTries(path: string, head: Omit<Head, 'generated'>): Tried[] {
  if (!existsSync(path)) return [];
  const { had, lines } = readFile(path);
  if (!isSame(had, head)) {
    const sources = had.sources === head.sources ? 'these' : 'other';
    throw new UsageError(`${path} is of seed ${had.seed} and ${sources} sources: run without --resume and --survivors`);
  }
  return lines.map((line) => JSON.parse(line) as Tried);
}

function readFile(path: string): { had: Head; lines: string[] } {
  const [first = '{}', ...lines] = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return { had: JSON.parse(first) as Head, lines };
}

function isSame(had: Head, head: Omit<Head, 'generated'>): boolean {
  return had.seed === head.seed && had.sources === head.sources;
}

/** What was tried of these contracts, as far as it holds for the sources as they are. */
function collect(seed: number, subjects: readonly Subject[]): MutationRun {
  return {
    seed,
    subjects: subjects.flatMap((subject) => {
      const path = join(RUNS, `${subject.contract}.jsonl`);
      if (!existsSync(path)) return [];
      const tried = readTries(path, { seed, sources: identify(subject) });
      return tried.length === 0 ? [] : [summarize(subject.contract, readFile(path).had.generated, tried)];
    }),
  };
}

function readTriage(): Triage {
  return existsSync(TRIAGE) ? (readJson(TRIAGE) as Triage) : {};
}

function printScores(run: MutationRun, json: boolean): void {
  const scores = run.subjects.map((subject) => scoreOf(subject, readTriage()));
  if (json) {
    console.log(JSON.stringify(scores, undefined, 2));
    return;
  }
  const columns = ['contract', 'generated', 'mutants', 'equivalent', 'killed', 'survived', 'score'];
  const rows = scores.map((score) => columns.map((column) => String(score[column])));
  console.log(formatTable(columns, rows, ['left', ...columns.slice(1).map(() => 'right' as const)]));
}

async function report(seed: number, json: boolean): Promise<void> {
  const run = collect(seed, SUBJECTS);
  if (run.subjects.length === 0) throw new UsageError('nothing was tried yet: run npm run mutate');
  const triage = readTriage();
  writeFileSync(TARGET, renderReport(run, triage, describeSettings(seed, run)));
  const scores = run.subjects.map((subject) => scoreOf(subject, triage));
  const total = (column: string): number => scores.reduce((sum, score) => sum + Number(score[column]), 0);
  await writeResult('mutation', {
    tool: 'scripts/mutate.ts with solc 0.8.36 and forge 1.7.1',
    command: 'npm run mutate -- --contract NAME --sample N --resume',
    figures: {
      contracts: scores.length,
      seed,
      generated: total('generated'),
      mutants: total('mutants'),
      equivalent: total('equivalent'),
      killed: total('killed'),
      survived: total('survived'),
      lowestScore: Math.min(...scores.map(({ score }) => score)),
    },
    rows: scores,
  });
  printScores(run, json);
  failOn(findProblems(run, triage));
}

function check(seed: number): void {
  const old = findOldTries(seed);
  if (old.length > 0) {
    failOn(old);
    return;
  }
  const run = collect(seed, SUBJECTS);
  const triage = readTriage();
  const problems = findProblems(run, triage);
  if (readFileSync(TARGET, 'utf8') !== renderReport(run, triage, describeSettings(seed, run))) {
    problems.push('audit/MUTATION.md is stale: run npm run mutate -- --report');
  }
  failOn(problems);
}

/** Contracts whose tries hold for other sources than those that are there. */
function findOldTries(seed: number): string[] {
  return SUBJECTS.flatMap((subject) => {
    const path = join(RUNS, `${subject.contract}.jsonl`);
    if (!existsSync(path) || isSame(readFile(path).had, { seed, sources: identify(subject) })) return [];
    const command = `npm run mutate -- --contract ${subject.contract}`;
    return [`${relative(ROOT, path)} is of other sources or another seed: ${command}`];
  });
}

function failOn(problems: readonly string[]): void {
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

function describeSettings(seed: number, { subjects }: MutationRun): string[] {
  const { quick, full } = DEPTHS;
  const missing = SUBJECTS.filter(({ contract }) => !subjects.some((subject) => subject.contract === contract));
  const untried = missing.map(({ contract }) => `\`${contract}\``).join(', ');
  return [
    ...(untried === '' ? [] : [`Not tried yet: ${untried}.`, '']),
    `Seed ${seed}. Each mutant first meets the tests of its contract compiled without the optimizer (fuzz tests at least ${quick.fuzzRuns} runs, invariants`,
    `${quick.invariantRuns} runs of ${quick.invariantDepth} calls), less those that fail so without a mutant; what lives is compiled as the project's tests are (optimizer, no via-IR)`,
    `and meets all of them again (fuzz ${full.fuzzRuns}, invariants ${full.invariantRuns} × ${full.invariantDepth}). Only forge tests of the contract's own folder count: neither Mocha tests nor proofs.`,
  ];
}

await runCommand(main);
