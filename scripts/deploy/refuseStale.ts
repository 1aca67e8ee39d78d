import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DeployConfigError } from './errors.ts';

/** What a build was made from, as its build info says. */
export interface BuildInput {
  readonly sources: Readonly<Record<string, { readonly content?: string }>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The part of the compiler's output that says which sources import which. */
export interface BuildOutput {
  readonly sources: Readonly<Record<string, { readonly ast: { readonly nodes: readonly AstNode[] } } | undefined>>;
}

interface AstNode {
  readonly nodeType: string;
  /** Of an `ImportDirective`: the name of the source. */
  readonly absolutePath?: string;
}

/** What the code has to be made from. */
export interface Project {
  readonly root: string;
  /** Of `hardhat.config.ts`. */
  readonly compilers: readonly { readonly version: string; readonly settings: unknown }[];
  /**
   * Whether every source of a build counts, also one that the contracts don't import: on main networks, where anybody has to be
   * able to make the same build from the commit. A partial build leaves older sources in the build info of the rest.
   */
  readonly isWhole: boolean;
}

/** Decide nothing about the code, or follow from the packages that are installed. */
const APART = ['outputSelection', 'remappings'];

const WAY_OUT = 'the artifacts were built from others; build them anew: npx hardhat build --force';

/**
 * Makes sure that a build is of the files and the configuration that are there now: the address book names their commit.
 *
 * @param version Of the compiler, for example `0.8.36`.
 * @param imported The sources that the contracts are made from.
 * @throws {DeployConfigError} `sources` with the files that differ, or `solidity` with the settings of the build.
 */
export function refuseStale(
  { root, compilers, isWhole }: Project,
  version: string,
  { sources, settings }: BuildInput,
  imported: Iterable<string>,
): void {
  const names = isWhole ? Object.keys(sources) : [...imported];
  const differing = names.filter((name) => {
    const content = sources[name]?.content;
    return content === undefined || content !== contentOf(root, name);
  });
  if (differing.length > 0) throw new DeployConfigError('sources', differing, WAY_OUT);
  const isOurs = compilers.some(
    (compiler) => compiler.version === version && isDeepStrictEqual(relevant(compiler.settings), relevant(settings)),
  );
  if (!isOurs) throw new DeployConfigError('solidity', { version, ...relevant(settings) }, WAY_OUT);
}

/** Sources with all that they import, directly or not. */
export function importedBy({ sources }: BuildOutput, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  const rest = [...names];
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const { nodeType, absolutePath } of sources[name]?.ast.nodes ?? []) {
      if (nodeType === 'ImportDirective' && absolutePath !== undefined) rest.push(absolutePath);
    }
  }
  return found;
}

/** A source by its name in Hardhat's builds: `project/{path}` or `npm/{package}@{version}/{path}`; undefined for none. */
function contentOf(root: string, name: string): string | undefined {
  const own = /^project\/(.+)$/.exec(name);
  const installed = /^npm\/(@?[^@]+)@[^/]+\/(.+)$/.exec(name);
  const path = own?.[1] ?? (installed === null ? undefined : `node_modules/${installed[1]}/${installed[2]}`);
  if (path === undefined) return undefined;
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

function relevant(settings: unknown): Record<string, unknown> {
  const all = Object.entries(settings as Readonly<Record<string, unknown>>);
  return Object.fromEntries(all.filter(([name]) => !APART.includes(name)));
}
