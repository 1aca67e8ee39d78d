import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { invariantTests, runCampaign } from '../deep/campaign.ts';
import type { Standing } from '../deep/campaign.ts';
import { runSlice } from '../deep/runSlice.ts';
import type { Slice } from '../deep/slices.ts';
import { listUnits } from '../deep/units.ts';
import type { Depth } from './depths.ts';
import { readForgeReport } from './forgeReport.ts';
import { readFileTimes, readMochaReport } from './mochaReport.ts';
import { packageVersion } from './packageVersion.ts';
import { REPORTS, ROOT, forgeBinary, packageBin, tsArguments } from './paths.ts';
import { describeFailure, run } from './process.ts';
import type { Outcome, RunOptions } from './process.ts';
import type { Result } from './results.ts';
import { proveRed } from './proveRed.ts';
import { leastReached, summarizeReach } from './reach.ts';
import type { Step, Verdict } from './steps.ts';
import { formatInteger } from './table.ts';
import { UsageError } from './usage.ts';

export interface StepOptions {
  proveRed: boolean;
  depth: Depth;
  /** Takes the place of the project's test folders. */
  testFolder?: string | undefined;
}

type Kept = Omit<Result, 'command'>;

const MINUTE = 60_000;
/** Not a test: gives fast-check the seed of the depth. */
const FAST_CHECK_SEED = join(ROOT, 'test/fastCheckSeed.ts');

/** Mocha runs on one core; two runs side by side take both. */
const MOCHA_STEPS = [
  { name: 'mocha-hardhat', title: 'Mocha tests of contracts and tools', folder: 'test/hardhat' },
  { name: 'mocha-sdk', title: 'Mocha tests of the sdk', folder: 'sdk/typescript/test' },
];

/** All steps of `npm test`, in their order. */
export function allSteps({ proveRed: withProof, depth, testFolder }: StepOptions): Step[] {
  const steps: Step[] = [
    lint('solhint', 'solhint: contracts', () => solhint('.solhintrc.yaml', 'contracts')),
    lint('solhint-tests', 'solhint: tests', () => solhint('test/.solhintrc.yaml', 'test')),
    lint('eslint', 'ESLint', () => node(packageBin('eslint'), ['.', '--max-warnings', '0'])),
    lint('prettier', 'Prettier', () => node(packageBin('prettier'), ['--check', '--log-level', 'warn', '.'])),
    lint('forge-fmt', 'forge fmt', () => run(forgeBinary(), ['fmt', '--check'])),
    lint('forge-lint', 'forge lint', forgeLint),
    lint('sources', 'compiler warnings and NatSpec of our sources', () => check('sources')),
    lint('workflows', 'GitHub workflows (actionlint)', () => check('workflows')),
    lint('types', 'TypeScript types', () => node(packageBin('typescript', 'tsc'), [])),
    // The bindings are left alone here, so that the step "typechain" sees what is committed.
    build('build', 'Hardhat build', () => node(packageBin('hardhat'), ['--no-typechain', 'build'])),
    build('forge-build', 'forge build', () => run(forgeBinary(), ['build'], { timeoutMs: 30 * MINUTE })),
    {
      ...checked('bytecode', 'Hardhat and forge build the same bytecode, that of the snapshot'),
      needs: ['build', 'forge-build'],
    },
    { ...checked('typechain', 'typechain-types is what the contracts give'), needs: ['build'] },
    {
      ...checked('bindings', 'bindings/ is what the contracts give; the package holds what it exports'),
      needs: ['build'],
    },
    { ...checked('sizes', 'bytecode sizes: below the limit, as in the snapshot'), needs: ['build'] },
    command('properties', 'checks', 'every property has a test; audit/PROPERTIES.md names them', () =>
      script('scripts/properties.ts', ['--check']),
    ),
    {
      ...command('access', 'checks', 'every function has its row in audit/ACCESS.md', () =>
        script('scripts/access.ts', ['--check']),
      ),
      needs: ['build'],
    },
    {
      ...command('errors', 'checks', 'every error has a meaning and a way out in docs/errors.md', () =>
        script('scripts/errors.ts', ['--check']),
      ),
      needs: ['build'],
    },
    {
      ...command('audit-scope', 'checks', 'audit/AUDIT-SCOPE.md names every file with its size', () =>
        script('scripts/audit-scope.ts', ['--check']),
      ),
      needs: ['build'],
    },
    command('low-level', 'checks', 'every assembly and unchecked block is judged in audit/LOW-LEVEL.md', () =>
      script('scripts/audit-low-level.ts', ['--check']),
    ),
    checked('documents', 'files, tests, functions and commands that documents name are there'),
    {
      ...command('audit-interfaces', 'checks', 'audit/INTERFACES.md and STORAGE-LAYOUTS.md are what was built', () =>
        script('scripts/audit-interfaces.ts', ['--check']),
      ),
      needs: ['build'],
    },
    command('audit-results', 'checks', 'audit/TEST-RESULTS.md tells what audit/results/ and snapshots/ hold', () =>
      script('scripts/audit-results.ts', ['--check']),
    ),
    checked('evidence', 'audit/PROOFS.md, PLANTED-BUGS.md and slither-triage.md tell what audit/results/ holds'),
    command('mutation', 'checks', 'audit/MUTATION.md tells what was tried of these sources; survivors are judged', () =>
      script('scripts/mutate.ts', ['--check']),
    ),
    {
      ...command('locks', 'checks', 'storage layouts and type hashes are those of snapshots/locks.json', () =>
        script('scripts/locks.ts', []),
      ),
      needs: ['build'],
    },
    command('cli-docs', 'checks', 'docs/cli.md is what the definitions of the tasks give', () =>
      script('scripts/cli-docs.ts', ['--check']),
    ),
    ...forgeSteps(depth, testFolder),
    ...mochaSteps(depth, testFolder),
    {
      ...command('gas', 'checks', 'gas: within the bounds, as in the snapshot', () =>
        script('scripts/gas.ts', ['--check', '--quiet', '--no-build']),
      ),
      // Contracts of the tests stand in for others'; forge builds them.
      needs: ['build', 'forge-build'],
    },
    {
      ...command('coverage', 'checks', 'coverage of the contracts: all lines, branches and functions', () =>
        script('scripts/coverage.ts', []),
      ),
      // Both build into forge's folders.
      after: ['forge-build'],
    },
  ];
  if (withProof) {
    steps.push({
      name: 'prove-red',
      group: 'proof',
      title: 'planted failures turn the run red',
      after: ['forge', 'invariants', 'mocha-hardhat', 'mocha-sdk'],
      run: proveRed,
    });
  }
  return steps;
}

/**
 * The steps of the given names and groups, and those that they need.
 *
 * @throws UsageError for a name that there isn't.
 */
export function selectSteps(steps: readonly Step[], only: readonly string[]): Step[] {
  const wanted = new Set<string>();
  const add = (step: Step): void => {
    wanted.add(step.name);
    for (const need of steps.filter(({ name }) => step.needs?.includes(name))) add(need);
  };
  for (const word of only.flatMap((list) => list.split(','))) {
    const found = steps.filter(({ name, group }) => name === word || group === word);
    if (found.length === 0) throw new UsageError(`no step or group is called "${word}"`);
    found.forEach(add);
  }
  return steps.filter(({ name }) => wanted.has(name));
}

/** At the quick depth one run of forge; deeper the invariants by themselves, each for the same time. */
function forgeSteps(depth: Depth, testFolder: string | undefined): Step[] {
  const calls = testFolder === undefined ? depth.invariantCalls : undefined;
  const forge: Step = {
    name: 'forge',
    group: 'forge',
    title: 'forge tests',
    needs: testFolder === undefined ? ['forge-build'] : [],
    run: () => forgeTests(depth, testFolder),
  };
  if (calls === undefined) return [forge];
  const invariants: Step = {
    name: 'invariants',
    group: 'forge',
    title: 'forge invariants',
    needs: ['forge-build'],
    // Two slices run side by side, as forge itself takes all cores.
    after: ['forge', ...MOCHA_STEPS.map(({ name }) => name)],
    run: (tell) => runInvariants(calls, depth.seed ?? newSeed(), tell),
  };
  return [forge, invariants];
}

function mochaSteps(depth: Depth, testFolder: string | undefined): Step[] {
  if (testFolder !== undefined) {
    const folder = resolve(testFolder);
    return [{ name: 'mocha', group: 'mocha', title: 'Mocha tests', run: () => mochaTests(depth, folder) }];
  }
  return MOCHA_STEPS.map(({ name, title, folder }) => ({
    name,
    group: 'mocha',
    title,
    needs: ['build'],
    // A test may build, which writes the bindings that these read.
    after: ['typechain', 'types', 'eslint'],
    run: () => mochaTests(depth, join(ROOT, folder)),
  }));
}

/** A step that is one test: passed when the program ends with 0. */
function command(name: string, group: string, title: string, start: () => Promise<Outcome>): Step {
  return {
    name,
    group,
    title,
    run: async () => {
      const outcome = await start();
      const failure = describeFailure(outcome);
      const log = outcome.output;
      if (failure === undefined) return { passed: 1, failed: 0, problems: [], log };
      return { passed: 0, failed: 1, problems: [outcome.output.trim(), failure].filter(Boolean) };
    },
  };
}

function lint(name: string, title: string, start: () => Promise<Outcome>): Step {
  return command(name, 'lint', title, start);
}

function build(name: string, title: string, start: () => Promise<Outcome>): Step {
  return command(name, 'build', title, start);
}

function checked(name: string, title: string): Step {
  return command(name, 'checks', title, () => check(name));
}

function check(name: string): Promise<Outcome> {
  return script(`scripts/check/${name}.ts`, []);
}

function script(file: string, args: readonly string[]): Promise<Outcome> {
  return run(process.execPath, [...tsArguments(file), ...args], { timeoutMs: 30 * MINUTE });
}

function node(file: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run(process.execPath, [file, ...args], { timeoutMs: 10 * MINUTE, ...options });
}

function solhint(config: string, folder: string): Promise<Outcome> {
  const quiet = ['--disc', '--noPoster', '--noPrompt'];
  return node(packageBin('solhint'), ['--config', config, '--max-warnings', '0', ...quiet, `${folder}/**/*.sol`]);
}

/** In folders of its own: where it lints, forge leaves artifacts without code. */
function forgeLint(): Promise<Outcome> {
  const env = { FOUNDRY_OUT: 'cache/forge-lint/out', FOUNDRY_CACHE_PATH: 'cache/forge-lint/cache' };
  return run(forgeBinary(), ['lint', '--deny', 'warnings'], { env, timeoutMs: 10 * MINUTE });
}

async function forgeTests(depth: Depth, testFolder: string | undefined): Promise<Verdict> {
  const other = testFolder === undefined ? {} : foldersFor(testFolder);
  const seed = depth.seed ?? newSeed();
  const args = ['test', '--json', '--fuzz-runs', String(depth.fuzzRuns), '--fuzz-seed', seed];
  // They are a step of their own then.
  if (depth.invariantCalls !== undefined && testFolder === undefined) args.push('--no-match-test', '^invariant');
  const outcome = await run(forgeBinary(), args, { env: other, timeoutMs: depth.limitMinutes * MINUTE });
  const verdict = withOutcome(readForgeReport(outcome.stdout, outcome.code), outcome);
  return depth.seed === undefined ? { ...verdict, note: `${verdict.note ?? ''}; seed ${seed}` } : verdict;
}

async function runInvariants(calls: number, seed: string, tell: (progress: string) => void): Promise<Verdict> {
  const units = (await listUnits()).filter(({ kind }) => kind === 'invariant');
  const lines: string[] = [];
  const slices: Slice[] = [];
  const standing = await runCampaign({
    units,
    goal: { fuzzRuns: 0, invariantCalls: calls },
    slices,
    atOnce: 2,
    run: (next) => runSlice(next, seed),
    keep: (slice) => slices.push(slice),
    say: (line, far) => {
      lines.push(line);
      tell(far);
    },
  });
  const tests = invariantTests(units, slices);
  const passed = tests.filter((test) => test.passed).length;
  const table = summarizeReach(standing.reach).map((row) => JSON.stringify(row));
  return {
    passed,
    // One that never ran is not known to hold.
    failed: units.length - passed,
    problems: standing.failures,
    tests,
    note: `${formatInteger(standing.calls)} calls in all; ${leastReached(standing.reach)}; seed ${seed}`,
    log: [...lines, ...table].join('\n'),
    results: { deep: summarizeInvariants(standing, calls, seed) },
  };
}

/** As `npm run test:deep -- --write` keeps it, without the fuzz tests, which are a step of their own here. */
function summarizeInvariants({ complete, calls, failures, reach }: Standing, goal: number, seed: string): Kept {
  return {
    tool: `@foundry-rs/forge ${packageVersion('@foundry-rs/forge')}`,
    figures: { complete, 'invariant calls, goal': goal, 'invariant calls': calls, failures: failures.length, seed },
    rows: summarizeReach(reach),
  };
}

function newSeed(): string {
  return `0x${randomBytes(32).toString('hex')}`;
}

/** forge on a folder of its own leaves the project's build alone. */
function foldersFor(testFolder: string): Record<string, string> {
  const folder = relative(ROOT, resolve(testFolder));
  return {
    FOUNDRY_SRC: folder,
    FOUNDRY_TEST: folder,
    FOUNDRY_SCRIPT: folder,
    FOUNDRY_OUT: 'cache/forge-other/out',
    FOUNDRY_CACHE_PATH: 'cache/forge-other/cache',
  };
}

async function mochaTests(depth: Depth, folder: string): Promise<Verdict> {
  const files = testFiles(folder);
  if (files.length === 0) return { passed: 0, failed: 1, problems: [`no test files in ${folder}`] };
  const report = join(REPORTS, `mocha-report-${process.pid}-${basename(dirname(folder))}-${basename(folder)}.json`);
  const outcome = await node(packageBin('hardhat'), ['test', 'mocha', '--no-compile', FAST_CHECK_SEED, ...files], {
    env: {
      SAGE_MOCHA_REPORT: report,
      SAGE_DIFF_OPS: process.env['SAGE_DIFF_OPS'] ?? String(depth.operations),
      ...(depth.seed === undefined ? {} : { SAGE_TEST_SEED: depth.seed }),
    },
    timeoutMs: depth.limitMinutes * MINUTE,
  });
  const text = existsSync(report) ? readFileSync(report, 'utf8') : undefined;
  rmSync(report, { force: true });
  const verdict = withOutcome(readMochaReport(text, outcome.code), outcome);
  const times = readFileTimes(text ?? '').map(
    ({ file, seconds }) => `${seconds.toFixed(1)} s  ${relative(ROOT, file)}`,
  );
  return { ...verdict, log: [outcome.output.trimEnd(), 'slowest files:', ...times].join('\n') };
}

function testFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
    .sort()
    .map((file) => join(folder, file));
}

/** When the run itself went wrong, what it printed is worth more than the missing report. */
function withOutcome(verdict: Verdict, outcome: Outcome): Verdict {
  const broken = verdict.passed === 0 && verdict.failed === 1;
  const extra = broken ? [describeFailure(outcome) ?? '', outcome.output.trim().slice(-20_000)].filter(Boolean) : [];
  return { ...verdict, problems: [...verdict.problems, ...extra], log: outcome.output };
}
