import { createRequire } from 'node:module';

interface Solc {
  version: () => string;
  compile: (input: string) => string;
}

const solc = createRequire(import.meta.url)('solc') as Solc;

/** What the compiler takes; only the fields that are read here. */
export interface StandardInput {
  readonly language: string;
  readonly sources: Readonly<Record<string, { readonly content: string }>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Compiled {
  /** Hex without 0x. */
  readonly bytecode: string;
  /** Whether code on a chain is that of the contract, whatever its immutable values. */
  readonly isRuntime: (code: string) => boolean;
}

interface Output {
  readonly errors?: readonly { severity: string; formattedMessage: string }[];
  readonly contracts?: Readonly<Record<string, Record<string, { evm: Evm }>>>;
}

interface Evm {
  readonly bytecode: { readonly object: string };
  readonly deployedBytecode: {
    readonly object: string;
    readonly immutableReferences: Readonly<Record<string, readonly { start: number; length: number }[]>>;
  };
}

const done = new Map<string, Compiled | string>();

/** As explorers write it: `v0.8.x+commit.…`. */
export function compilerVersion(): string {
  return `v${solc.version().replace('.Emscripten.clang', '')}`;
}

/** Compiles one contract of an input, as it was sent; what the compiler complains about otherwise. Remembers results. */
export function compileInput(input: StandardInput, source: string, name: string): Compiled | string {
  const outputSelection = { [source]: { [name]: ['evm.bytecode.object', 'evm.deployedBytecode'] } };
  const text = JSON.stringify({ ...input, settings: { ...input.settings, outputSelection } });
  const known = done.get(text);
  if (known !== undefined) return known;
  const result = toCompiled(JSON.parse(solc.compile(text)) as Output, source, name);
  done.set(text, result);
  return result;
}

function toCompiled({ errors, contracts }: Output, source: string, name: string): Compiled | string {
  const error = errors?.find(({ severity }) => severity === 'error');
  if (error !== undefined) return error.formattedMessage;
  const evm = contracts?.[source]?.[name]?.evm;
  if (evm === undefined) return `no contract ${name} in ${source}`;
  const { object, immutableReferences } = evm.deployedBytecode;
  const masked = (code: string): string => {
    let rest = code;
    for (const { start, length } of Object.values(immutableReferences).flat()) {
      rest = rest.slice(0, start * 2) + '0'.repeat(length * 2) + rest.slice((start + length) * 2);
    }
    return rest;
  };
  return { bytecode: evm.bytecode.object, isRuntime: (code) => masked(code.slice(2)) === masked(object) };
}
