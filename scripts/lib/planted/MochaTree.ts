import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PlantedBug, PlantedTest } from '../../../test/planted/types.ts';
import { analyseSources } from '../analyseSources.ts';
import { compileTargets } from '../mutants/compile.ts';
import { REPORTS, ROOT, packageBin, readJson } from '../paths.ts';
import { run } from '../process.ts';
import { plant } from './catalogue.ts';

const TREE = join(ROOT, 'cache/planted/tree');
/** What is no source, or is linked instead of copied. */
const LEFT_OUT = new Set(['node_modules', '.git', 'cache', 'coverage', 'reports', 'dist', '.sage', '.toolchain']);

export interface MochaOutcome {
  readonly passed: number;
  /** Full titles of what failed, hooks included, each with its message. */
  readonly failures: readonly { title: string; message: string }[];
  readonly seconds: number;
  readonly timedOut: boolean;
  readonly output: string;
}

interface Report {
  stats: { passes: number };
  failures: { fullTitle: string; err: { message?: string } }[];
}

/** A copy of the project in which files are changed, and Mocha's tests on it. */
export class MochaTree {
  readonly #changed = new Set<string>();

  constructor() {
    rmSync(TREE, { recursive: true, force: true });
    mkdirSync(TREE, { recursive: true });
    // Name by name: the copy lies within the project, and Node refuses to copy a folder into itself.
    for (const name of readdirSync(ROOT).filter((entry) => !LEFT_OUT.has(entry))) {
      cpSync(join(ROOT, name), join(TREE, name), { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    }
    // Packages as they are, but the library from here.
    const packages = join(ROOT, 'node_modules');
    mkdirSync(join(TREE, 'node_modules/@sage-protocol'), { recursive: true });
    for (const name of readdirSync(packages)) {
      if (name === '@sage-protocol') continue;
      symlinkSync(join(packages, name), join(TREE, 'node_modules', name), 'junction');
    }
    symlinkSync(join(TREE, 'sdk/typescript'), join(TREE, 'node_modules/@sage-protocol/client-ts'), 'junction');
  }

  /** Puts a bug into the copy; contracts are compiled as they are deployed. */
  async plant(bug: PlantedBug): Promise<void> {
    const { file, contracts = [] } = bug;
    const text = plant(bug, readFileSync(join(ROOT, file), 'utf8'));
    this.#write(file, text);
    if (!file.endsWith('.sol')) return;
    for (const contract of contracts) {
      const source = `contracts/${contract}.sol`;
      const code = compileTargets([{ file: source, contract, viaIR: true }], new Map([[file, text]]));
      if ('error' in code) throw new Error(`the bug does not compile: ${code.error}`);
      const made = code.code.get(`${source}:${contract}`);
      if (made === undefined) throw new Error(`no code for ${contract}`);
      const artifact = `artifacts/${source}/${contract}.json`;
      const changed = {
        ...(readJson(join(ROOT, artifact)) as object),
        abi: await readAbi(source, contract, file, text),
        bytecode: `0x${made.creation}`,
        deployedBytecode: `0x${made.runtime}`,
      };
      this.#write(artifact, JSON.stringify(changed));
    }
  }

  /** Takes everything out again. */
  restore(): void {
    for (const path of this.#changed) cpSync(join(ROOT, path), join(TREE, path));
    this.#changed.clear();
  }

  /** Runs tests of one file, those whose full title matches. */
  async run({ path, name, env = {} }: PlantedTest, timeoutMs: number): Promise<MochaOutcome> {
    const report = join(REPORTS, `planted-${process.pid}.json`);
    mkdirSync(REPORTS, { recursive: true });
    rmSync(report, { force: true });
    const begin = Date.now();
    const args = [packageBin('hardhat'), 'test', 'mocha', '--no-compile', '--grep', name, join(TREE, path)];
    const outcome = await run(process.execPath, args, {
      cwd: TREE,
      env: { ...env, SAGE_MOCHA_REPORT: report },
      timeoutMs,
    });
    const seconds = (Date.now() - begin) / 1000;
    const { timedOut, output } = outcome;
    if (!existsSync(report)) return { passed: 0, failures: [], seconds, timedOut, output };
    const { stats, failures } = readJson(report) as Report;
    rmSync(report);
    return {
      passed: stats.passes,
      failures: failures.map(({ fullTitle, err }) => ({ title: fullTitle, message: err.message ?? '' })),
      seconds,
      timedOut,
      output,
    };
  }

  /** Deletes the copy. */
  remove(): void {
    rmSync(TREE, { recursive: true, force: true });
  }

  #write(path: string, text: string): void {
    mkdirSync(dirname(join(TREE, path)), { recursive: true });
    writeFileSync(join(TREE, path), text);
    this.#changed.add(path);
  }
}

async function readAbi(source: string, contract: string, file: string, text: string): Promise<unknown> {
  const output = (await analyseSources([source], { [contract]: ['abi'] }, (path, before) =>
    path === file ? text : before,
  )) as { contracts?: Record<string, Record<string, { abi: unknown }>> };
  const abi = output.contracts?.[source]?.[contract]?.abi;
  if (abi === undefined) throw new Error(`no ABI for ${contract}`);
  return abi;
}
