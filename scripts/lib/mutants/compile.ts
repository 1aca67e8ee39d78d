import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import type { Bytecode } from './workingCopy.ts';

interface Solc {
  compile: (input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }) => string;
}

export interface Target {
  file: string;
  contract: string;
  viaIR: boolean;
}

interface Output {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { evm: { bytecode: Code; deployedBytecode: Code } }>>;
  sources?: Record<string, { id: number; ast: unknown }>;
}

interface Code {
  object: string;
  immutableReferences?: unknown;
}

/** The settings of foundry.toml; {@link compileTargets} is held against forge's own bytecode before mutants are made. */
const SETTINGS = {
  evmVersion: 'cancun',
  metadata: { bytecodeHash: 'none', appendCBOR: true },
  remappings: [
    '@openzeppelin/=node_modules/@openzeppelin/',
    'forge-std/=node_modules/@layerzerolabs/toolbox-foundry/lib/forge-std/',
    'solady/=node_modules/solady/',
  ],
};

const require = createRequire(import.meta.url);
let loaded: Solc | undefined;
const contents = new Map<string, string>();

/** The text of a source of the project. */
export function readSource(path: string): string {
  const known = contents.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(ROOT, path), 'utf8');
  contents.set(path, text);
  return text;
}

/** Runs solc over files with the sources of the project, some of them changed. */
function compile(
  files: readonly string[],
  outputSelection: unknown,
  optimizer: { viaIR: boolean; optimize: boolean },
  changed: ReadonlyMap<string, string>,
): Output {
  // Loaded when first needed: 9 MB of WebAssembly.
  loaded ??= require('solc') as Solc;
  const text = (path: string): string => changed.get(path) ?? readSource(path);
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(files.map((file) => [file, { content: text(file) }])),
    settings: {
      ...SETTINGS,
      viaIR: optimizer.viaIR,
      optimizer: { enabled: optimizer.optimize, runs: 200 },
      outputSelection,
    },
  };
  return JSON.parse(
    loaded.compile(JSON.stringify(input), {
      import: (path) =>
        changed.has(path) || existsSync(join(ROOT, path))
          ? { contents: text(path) }
          : { error: `${path} does not exist` },
    }),
  ) as Output;
}

/**
 * Compiles contracts of the project, some sources changed; only the code of the contracts asked for is made.
 *
 * @param optimize As the project does. Without it solc needs a quarter of the time; via-IR always optimizes, for it fails else.
 * @returns Code by `file:contract`, or what solc has against the sources.
 */
export function compileTargets(
  targets: readonly Target[],
  changed: ReadonlyMap<string, string>,
  optimize = true,
): { code: Map<string, Bytecode> } | { error: string } {
  const code = new Map<string, Bytecode>();
  for (const viaIR of [false, true]) {
    const wanted = targets.filter((target) => target.viaIR === viaIR);
    if (wanted.length === 0) continue;
    const selection: Record<string, Record<string, string[]>> = {};
    for (const { file, contract } of wanted) {
      selection[file] = {
        ...selection[file],
        [contract]: ['evm.bytecode.object', 'evm.deployedBytecode.object', 'evm.deployedBytecode.immutableReferences'],
      };
    }
    const { errors = [], contracts } = compile(
      [...new Set(wanted.map(({ file }) => file))],
      selection,
      { viaIR, optimize: optimize || viaIR },
      changed,
    );
    const error = errors.find(({ severity }) => severity === 'error');
    if (error !== undefined) return { error: error.formattedMessage };
    for (const target of wanted) {
      const evm = contracts?.[target.file]?.[target.contract]?.evm;
      if (evm === undefined) throw new Error(`solc gave no code for ${targetName(target)}`);
      code.set(targetName(target), {
        creation: evm.bytecode.object,
        runtime: evm.deployedBytecode.object,
        immutableReferences: evm.deployedBytecode.immutableReferences ?? {},
      });
    }
  }
  return { code };
}

/** `file:contract`. */
export function targetName({ file, contract }: { file: string; contract: string }): string {
  return `${file}:${contract}`;
}

/** The syntax trees of files and all they import, by path. */
export function syntaxTrees(
  files: readonly string[],
  changed: ReadonlyMap<string, string> = new Map(),
): Map<string, unknown> {
  const { errors = [], sources = {} } = compile(
    files,
    { '*': { '': ['ast'] } },
    { viaIR: false, optimize: false },
    changed,
  );
  const error = errors.find(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(error.formattedMessage);
  return new Map(Object.entries(sources).map(([path, { ast }]) => [path, ast]));
}
