import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { spawnSync } from 'node:child_process';
import { ROOT } from './paths.ts';

/** What the checker is asked to prove: one contract a file. */
const FOLDER = 'test/smt';
const COMPILER = join(ROOT, 'scripts/toolchain/solc.mjs');
const IMPORT = /\bfrom\s+"([^"]+)"/g;

/** What the checker says about one assertion. */
export interface SmtResult {
  /** The function that holds the assertion. */
  readonly check: string;
  /** The source text of the assertion. */
  readonly assertion: string;
  readonly proved: boolean;
}

interface Diagnostic {
  readonly severity: string;
  readonly message: string;
  readonly sourceLocation?: { readonly file: string; readonly start: number; readonly end: number };
}

/** The files with assertions, below the project's folder. */
export function smtFiles(): string[] {
  return readdirSync(join(ROOT, FOLDER))
    .filter((name) => name.endsWith('.sol'))
    .sort()
    .map((name) => posix.join(FOLDER, name));
}

/**
 * Has the SMTChecker of solc (bounded model checker, z3, which comes inside of the compiler) look at the assertions of one
 * file. Functions are inlined and may not loop; integers are unbounded, and overflow is an outcome of its own.
 *
 * @param file Below the project's folder, with relative imports only.
 * @param change Changes the source of the imported files, to see that a fault is found.
 * @throws Error when the file doesn't compile, or the checker says nothing about an assertion.
 */
export function checkAssertions(file: string, change: (source: string) => string = (source) => source): SmtResult[] {
  const sources = collect(file, change);
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries([...sources].map(([name, content]) => [name, { content }])),
    settings: {
      modelChecker: { engine: 'bmc', targets: ['assert'], solvers: ['z3'], showProvedSafe: true, showUnproved: true },
    },
  };
  const { stdout, stderr, error } = spawnSync(process.execPath, [COMPILER, '--standard-json'], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (error) throw error;
  if (stdout === '') throw new Error(`the compiler said nothing; ${stderr}`);
  const { errors = [] } = JSON.parse(stdout) as { errors?: readonly Diagnostic[] };
  const failures = errors.filter(({ severity }) => severity === 'error');
  if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
  const results = readResults(file, sources.get(file) ?? '', errors);
  const count = [...(sources.get(file) ?? '').matchAll(/\bassert\(/g)].length;
  if (results.length !== count)
    throw new Error(`${file} has ${count} assertions, the checker told of ${results.length}`);
  return results;
}

/** In the order of the source. */
function readResults(file: string, text: string, diagnostics: readonly Diagnostic[]): SmtResult[] {
  return diagnostics
    .flatMap(({ message, sourceLocation: place }) =>
      place?.file === file && message.startsWith('BMC: Assertion violation')
        ? [{ place, proved: message.includes('check is safe') }]
        : [],
    )
    .sort((one, other) => one.place.start - other.place.start)
    .map(({ place: { start, end }, proved }) => ({
      check: [...text.slice(0, start).matchAll(/\bfunction\s+(\w+)/g)].at(-1)?.[1] ?? '',
      assertion: text.slice(start, end),
      proved,
    }));
}

function collect(
  file: string,
  change: (source: string) => string,
  found = new Map<string, string>(),
): Map<string, string> {
  if (found.has(file)) return found;
  const source = readFileSync(join(ROOT, file), 'utf8');
  found.set(file, found.size === 0 ? source : change(source));
  for (const [, path = ''] of source.matchAll(IMPORT)) collect(posix.join(dirname(file), path), change, found);
  return found;
}
