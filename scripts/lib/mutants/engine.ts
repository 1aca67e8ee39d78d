/** One mutant at a time, patched into the build output of a working copy, and forge's tests against it. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ROOT, forgeBinary } from '../paths.ts';
import { describeFailure, run } from '../process.ts';
import { UsageError } from '../usage.ts';
import { compileTargets, readSource, syntaxTrees, targetName } from './compile.ts';
import type { Target } from './compile.ts';
import { embeddedFiles } from './embedding.ts';
import type { Embedded } from './embedding.ts';
import { CACHE_FILE, OUT, artifactOf, filesBelow, readForgeCache } from './forgeCache.ts';
import type { ForgeCache } from './forgeCache.ts';
import { makeWorkingCopy, patchArtifact, readCreationCode } from './workingCopy.ts';
import type { Bytecode } from './workingCopy.ts';

export interface Mutation {
  /** Below the project, for example contracts/base/TagTable.sol. */
  file: string;
  /** Its whole changed text. */
  source: string;
}

export interface ForgeRun {
  /** Only test contracts of these names; all by default. */
  contracts?: readonly string[];
  /** Not these: `Contract`, or `Contract.test`. */
  without?: ReadonlySet<string>;
  /** Only tests of these names (without arguments); all by default. */
  tests?: readonly string[];
  /** Ends at the first failure; on by default. */
  failFast?: boolean;
  fuzzRuns?: number;
  invariantRuns?: number;
  invariantDepth?: number;
  timeoutMs?: number;
}

export interface Judgement {
  killed: boolean;
  /** `Contract.test`, or "timeout". */
  by?: string;
  /** What the failing test said. */
  reason?: string;
  /** All that failed; one or more with failFast, which stops others where they are. */
  failed: string[];
  /** Tests that passed. */
  passed: number;
  seconds: number;
}

/** 'not embedded': none of the contracts asked for holds code of the place that was changed. */
export type Applied = 'patched' | 'equal bytecode' | 'not embedded' | { doesNotCompile: string };

const FOLDER = join(ROOT, 'cache/mutants');

/** Forge's tests over patched bytecode. Make one with {@link prepareEngine}; copies of different names don't meet. */
export class MutantEngine {
  readonly root: string;
  readonly #cache: ForgeCache;
  readonly #embedded: ReadonlyMap<string, Embedded>;
  readonly #originals = new Map<string, Bytecode>();
  readonly #unoptimized = new Map<string, Bytecode>();
  /** Artifacts that differ from the build: by path, where the original lies. */
  readonly #patched = new Map<string, string>();

  constructor(root: string, cache: ForgeCache, embedded: ReadonlyMap<string, Embedded>) {
    this.root = root;
    this.#cache = cache;
    this.#embedded = embedded;
  }

  /**
   * The contracts in this working copy whose bytecode holds code of a file.
   *
   * @param at Where the file is changed: a test that uses other parts of it only doesn't count.
   */
  targetsOf(file: string, at?: number): Target[] {
    const targets: Target[] = [];
    for (const [name, embedded] of this.#embedded) {
      const [holder = '', contract = ''] = name.split(':');
      if (!holds(embedded, file, holder.startsWith('test/') ? at : undefined)) continue;
      const { path, viaIR } = artifactOf(this.#cache, holder, contract);
      // The code of a library without external functions is nowhere but in its users.
      if (holder === file && !hasFunctions(join(this.root, OUT, path))) continue;
      targets.push({ file: holder, contract, viaIR });
    }
    return targets;
  }

  /**
   * The test contracts that hold code of a place themselves: by inheritance, or because they use a constant or a function of a
   * library.
   */
  testsHolding(file: string, at?: number): Target[] {
    return this.targetsOf(file, at).filter((target) => this.#isTest(target));
  }

  /**
   * Compiles what a mutant changes and patches it in, after taking the one before out.
   *
   * @param quick Without the optimizer and without the test contracts that hold the place: their tests say nothing then.
   */
  applyMutant({ file, source }: Mutation, quick = false): Applied {
    this.restore();
    const at = firstDifference(readSource(file), source);
    const targets = this.targetsOf(file, at).filter((target) => !quick || !this.#isTest(target));
    if (targets.length === 0) return 'not embedded';
    const before = this.#originalCode(targets, !quick);
    const result = compileTargets(targets, new Map([[file, source]]), !quick);
    if ('error' in result) return { doesNotCompile: result.error };
    let patched = false;
    for (const target of targets) {
      const code = codeOf(result.code, target);
      if (code.creation === codeOf(before, target).creation) continue;
      this.#patch(target, code);
      patched = true;
    }
    return patched ? 'patched' : 'equal bytecode';
  }

  /** Patches in the contracts that hold code of files as they are, but compiled without the optimizer. */
  applyUnoptimized(files: readonly string[]): void {
    this.restore();
    const targets = new Map(
      files
        .flatMap((file) => this.targetsOf(file))
        .filter((target) => !this.#isTest(target))
        .map((target) => [targetName(target), target]),
    );
    const code = this.#originalCode([...targets.values()], false);
    for (const target of targets.values()) this.#patch(target, codeOf(code, target));
  }

  /** Code without the mutant, by the same compiler. For contracts, optimized, it has to be forge's own, byte by byte. */
  #originalCode(targets: readonly Target[], optimize: boolean): ReadonlyMap<string, Bytecode> {
    const known = optimize ? this.#originals : this.#unoptimized;
    const missing = targets.filter((target) => !known.has(targetName(target)));
    if (missing.length > 0) {
      const result = compileTargets(missing, new Map(), optimize);
      if ('error' in result) throw new Error(`the sources don't compile:\n${result.error}`);
      for (const target of missing) {
        const code = codeOf(result.code, target);
        // forge rewrites `new X()` in tests (dynamic_test_linking), so that their code differs from the plain source's.
        const isOurs = target.file.startsWith('contracts/');
        if (optimize && isOurs && code.creation !== readCreationCode(this.#artifact(target))) {
          throw new Error(`${targetName(target)}: forge built other bytecode than solc gives now: run forge build`);
        }
        known.set(targetName(target), code);
      }
    }
    return known;
  }

  #isTest(target: Target): boolean {
    return target.file.endsWith('.t.sol') && readAbi(this.#artifact(target)).some(isTestFunction);
  }

  #artifact({ file, contract }: { file: string; contract: string }): string {
    return join(this.root, OUT, artifactOf(this.#cache, file, contract).path);
  }

  #patch(target: Target, code: Bytecode): void {
    const path = this.#artifact(target);
    this.#keep(path);
    patchArtifact(path, code);
  }

  #keep(path: string): void {
    if (this.#patched.has(path)) return;
    const original = `${path}.original`;
    copyFileSync(path, original);
    this.#patched.set(path, original);
  }

  /** Takes the mutant out again. */
  restore(): void {
    for (const [path, original] of this.#patched) renameSync(original, path);
    this.#patched.clear();
  }

  /** Runs the tests of this working copy; none asked for is none that failed. A mutant that makes them take too long counts as killed. */
  async runForge(options: ForgeRun = {}): Promise<Judgement> {
    const { hidden, left } = this.#hideOthers(options);
    if (left === 0) {
      for (const [path, original] of hidden) renameSync(original, path);
      return { killed: false, failed: [], passed: 0, seconds: 0 };
    }
    const begin = Date.now();
    const outcome = await run(
      forgeBinary(),
      ['test', '--json', '--offline', ...((options.failFast ?? true) ? ['--fail-fast'] : [])],
      {
        cwd: this.root,
        env: {
          FOUNDRY_FUZZ_RUNS: String(options.fuzzRuns ?? 128),
          FOUNDRY_INVARIANT_RUNS: String(options.invariantRuns ?? 4),
          FOUNDRY_INVARIANT_DEPTH: String(options.invariantDepth ?? 60),
        },
        timeoutMs: options.timeoutMs ?? 120_000,
      },
    );
    const seconds = (Date.now() - begin) / 1000;
    for (const [path, original] of hidden) renameSync(original, path);
    if (outcome.timedOut) return { killed: true, by: 'timeout', failed: [], passed: 0, seconds };
    const { passed, failures } = readRun(outcome.stdout);
    const failed = failures.map(({ by }) => by);
    const [first] = failures;
    if (first !== undefined) return { killed: true, ...first, failed, passed, seconds };
    if (passed === 0 || outcome.code !== 0) {
      throw new Error(
        `forge ran no test; if it wanted to compile, its build is older than the sources (forge build): ${describeFailure(outcome) ?? 'nothing matched'}\n${outcome.output.slice(-3000)}`,
      );
    }
    return { killed: false, failed, passed, seconds };
  }

  /** Tests that aren't asked for vanish from the ABI, by which forge finds them. */
  #hideOthers({ contracts, tests, without }: ForgeRun): { hidden: Map<string, string>; left: number } {
    const hidden = new Map<string, string>();
    let left = 0;
    for (const file of filesBelow(this.#cache, 'test/foundry')) {
      for (const contract of Object.keys(this.#cache.files[file]?.artifacts ?? {})) {
        const path = this.#artifact({ file, contract });
        const artifact = JSON.parse(readFileSync(path, 'utf8')) as { abi: AbiEntry[] };
        const wanted = (contracts?.includes(contract) ?? true) && without?.has(contract) !== true;
        const abi = artifact.abi.filter((entry) => {
          const name = entry.name ?? '';
          if (!isTestFunction(entry)) return true;
          return wanted && (tests?.includes(name) ?? true) && without?.has(`${contract}.${name}`) !== true;
        });
        if (file.endsWith('.t.sol')) left += abi.filter(isTestFunction).length;
        if (abi.length === artifact.abi.length) continue;
        copyFileSync(path, `${path}.shown`);
        hidden.set(path, `${path}.shown`);
        writeFileSync(path, JSON.stringify({ ...artifact, abi }));
      }
    }
    return { hidden, left };
  }

  /** Deletes the working copy. */
  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

interface AbiEntry {
  type: string;
  name?: string;
}

function readAbi(artifact: string): AbiEntry[] {
  return (JSON.parse(readFileSync(artifact, 'utf8')) as { abi: AbiEntry[] }).abi;
}

/** Whether forge takes it for a test. */
function isTestFunction({ type, name = '' }: AbiEntry): boolean {
  return type === 'function' && /^(test|invariant)/.test(name);
}

function hasFunctions(artifact: string): boolean {
  return readAbi(artifact).some(({ type }) => type !== 'error' && type !== 'event');
}

function codeOf(code: ReadonlyMap<string, Bytecode>, target: Target): Bytecode {
  const found = code.get(targetName(target));
  if (found === undefined) throw new Error(`no code for ${targetName(target)}`);
  return found;
}

function holds(embedded: Embedded, file: string, at: number | undefined): boolean {
  const parts = embedded.get(file);
  if (parts === undefined) return false;
  return at === undefined || parts.some(({ begin, end }) => begin <= at && at <= end);
}

/** The byte at which two texts part, as solc counts. */
function firstDifference(one: string, other: string): number {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

type ForgeSuites = Record<string, { test_results: Record<string, { status: string; reason?: string | null }> }>;

/** Counts the tests of `forge test --json`, and names those that failed. */
function readRun(stdout: string): { passed: number; failures: { by: string; reason: string }[] } {
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  const failures: { by: string; reason: string }[] = [];
  let passed = 0;
  const suites = line === undefined ? {} : (JSON.parse(line) as ForgeSuites);
  for (const [suite, { test_results: tests }] of Object.entries(suites)) {
    for (const [test, { status, reason }] of Object.entries(tests)) {
      if (status === 'Success') passed++;
      if (status === 'Failure') {
        failures.push({ by: `${suite.split(':')[1] ?? suite}.${test.split('(')[0] ?? test}`, reason: reason ?? '' });
      }
    }
  }
  return { passed, failures };
}

/**
 * Makes a working copy for test files, in cache/mutants/NAME.
 *
 * @param name Of the copy; processes that run at the same time need different ones.
 * @param tests Files or folders below test/foundry.
 */
export function prepareEngine(name: string, tests: readonly string[]): MutantEngine {
  const root = join(FOLDER, name);
  mkdirSync(FOLDER, { recursive: true });
  const built = existsSync(join(ROOT, CACHE_FILE)) ? readForgeCache().files : {};
  const cache = makeWorkingCopy(root, findTestFiles(tests, built));
  const own = [...filesBelow(cache, 'contracts'), ...filesBelow(cache, 'test/foundry')];
  const codes = new Map<string, string>();
  const codeOfName = (name: string): string => {
    const [file = '', contract = ''] = name.split(':');
    const known = codes.get(name) ?? readCreationCode(join(root, OUT, artifactOf(cache, file, contract).path));
    codes.set(name, known);
    return known;
  };
  const holdsCode = (holder: string, deployed: string): boolean =>
    own.includes(holder.split(':')[0] ?? '') && codeOfName(holder).includes(codeOfName(deployed));
  const embedded = embeddedFiles(syntaxTrees(own), holdsCode);
  const ours = new Map([...embedded].filter(([contract]) => own.includes(contract.split(':')[0] ?? '')));
  return new MutantEngine(root, cache, ours);
}

/**
 * The Solidity files of tests.
 *
 * @param tests Files or folders.
 * @param built The files of forge's build. Where it has built for some tests only, the others would be missing in silence, and
 *   what they find would live.
 * @throws UsageError when a test isn't built.
 */
export function findTestFiles(tests: readonly string[], built: ForgeCache['files']): string[] {
  const found = tests.flatMap((test) => {
    const path = join(ROOT, test);
    if (!existsSync(path)) throw new Error(`there is no ${test}`);
    if (!statSync(path).isDirectory()) return [test];
    const below = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sol'));
    return below.sort().map((file) => `${test}/${file.replaceAll('\\', '/')}`);
  });
  const missing = found.filter((file) => built[file] === undefined);
  if (missing.length === 0) return found;
  throw new UsageError(`forge has not built ${missing.join(', ')}; run: npm test -- --only forge-build`);
}
