import { cpSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPLOYMENTS, ROOT, TYPECHAIN, packageBin, readJson } from '../paths.ts';
import { describeFailure, run } from '../process.ts';
import { compareBindings } from './bindingsFiles.ts';
import { readPublicBooks } from './readPublicBooks.ts';
import { renderBindings } from './renderBindings.ts';
import { toContractsExports } from './toContractsExports.ts';

/** Where the package is built, and from where it is published. */
export const CONTRACTS_DIST = join(ROOT, 'dist');

const SOURCES = join(ROOT, 'contracts');
const STAGE = join(ROOT, 'cache', 'bindings');
/** Libraries whose code comes along in the bundles. */
const BUNDLED = ['ox', '@noble/hashes', '@noble/curves'];

interface RootPackage {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: object;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The package.json of the repository. */
export function readRootPackage(): RootPackage {
  return readJson(join(ROOT, 'package.json')) as RootPackage;
}

/**
 * Builds the package of the contracts as it is published: the Solidity sources at its top, JavaScript with types beside them.
 *
 * @param out An existing folder is replaced.
 * @throws Error when a step fails, or when the generated sources are stale.
 */
export async function buildContractsPackage(out: string): Promise<void> {
  const stale = compareBindings(join(ROOT, 'bindings'), renderBindings(DEPLOYMENTS));
  if (stale.length > 0) throw new Error(`${stale.join(', ')}: run \`npm run build\``);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(SOURCES, out, { recursive: true });
  const books = copyBooks(out);
  await step('tsup', [
    packageBin('tsup'),
    '--config',
    join(ROOT, 'bindings', 'tsup.config.ts'),
    '--out-dir',
    join(out, 'lib'),
  ]);
  for (const kind of ['module', 'commonjs'] as const) await compileTypechain(kind, out);
  writeJson(join(out, 'package.json'), builtPackage(books > 0));
  copyFileSync(join(ROOT, 'LICENSE'), join(out, 'LICENSE'));
  const page = readFileSync(join(ROOT, 'docs', 'bindings.md'), 'utf8');
  writeFileSync(join(out, 'README.md'), withoutRelativeLinks(page));
  copyLicences(out);
}

/** What is published beside the name; `private` is not. */
function builtPackage(hasBooks: boolean): object {
  const { name, version, description, license, engines, exports, dependencies, devDependencies } = readRootPackage();
  const { ethers } = devDependencies;
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    engines,
    sideEffects: false,
    exports: toContractsExports(exports, hasBooks),
    dependencies,
    peerDependencies: { ethers: `^${ethers ?? ''}` },
    peerDependenciesMeta: { ethers: { optional: true } },
  };
}

function copyBooks(out: string): number {
  const books = readPublicBooks(DEPLOYMENTS);
  if (books.length > 0) mkdirSync(join(out, 'deployments'));
  for (const { chainId } of books) {
    copyFileSync(join(DEPLOYMENTS, `${chainId}.json`), join(out, 'deployments', `${chainId}.json`));
  }
  return books.length;
}

/**
 * TypeChain writes for the project that it is in; whether a file is a module or not, the next package.json decides. So each kind
 * is compiled from a copy of its own.
 */
async function compileTypechain(kind: 'module' | 'commonjs', out: string): Promise<void> {
  const stage = join(STAGE, kind);
  const target = join(out, 'lib', 'ethers', kind === 'module' ? 'esm' : 'cjs');
  rmSync(stage, { recursive: true, force: true });
  cpSync(TYPECHAIN, join(stage, 'src'), { recursive: true });
  dropParts(join(stage, 'src'));
  writeJson(join(stage, 'package.json'), { type: kind });
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023'],
    module: 'node16',
    moduleResolution: 'node16',
    types: ['node'],
    declaration: true,
    strict: true,
    skipLibCheck: true,
    rootDir: 'src',
    outDir: target,
  };
  writeJson(join(stage, 'tsconfig.json'), { compilerOptions, include: ['src'] });
  await step(`tsc (${kind})`, [packageBin('typescript', 'tsc'), '-p', stage]);
  writeJson(join(target, 'package.json'), { type: kind });
}

/**
 * Takes out what nobody can deploy or call: the bases and libraries that contracts are made of, which would double the size. And
 * the types for Hardhat's own project.
 */
function dropParts(stage: string): void {
  rmSync(join(stage, 'hardhat.d.ts'));
  for (const folder of [stage, join(stage, 'factories')]) {
    for (const part of ['base', 'libraries']) rmSync(join(folder, part), { recursive: true });
    const index = join(folder, 'index.ts');
    const lines = readFileSync(index, 'utf8').split('\n');
    writeFileSync(
      index,
      lines.filter((line) => !/\/(?:base|libraries)\/|\{ (?:base|libraries) \}/.test(line)).join('\n'),
    );
  }
}

/** Links within the repository lead nowhere in the package. */
function withoutRelativeLinks(markdown: string): string {
  return markdown.replaceAll(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, '$1');
}

function copyLicences(out: string): void {
  mkdirSync(join(out, 'licenses'));
  for (const name of BUNDLED) {
    const file = join(ROOT, 'node_modules', name, 'LICENSE');
    if (!existsSync(file)) throw new Error(`${name} has no LICENSE: npm ci`);
    copyFileSync(file, join(out, 'licenses', `${name.replace('@', '').replace('/', '-')}.txt`));
  }
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

async function step(name: string, args: readonly string[]): Promise<void> {
  const outcome = await run(process.execPath, args, { timeoutMs: 600_000 });
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`${name}: ${failure}\n${outcome.output}`);
}
