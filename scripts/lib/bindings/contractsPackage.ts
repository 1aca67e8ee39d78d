import { cpSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEPLOYMENTS, ROOT, packageBin, readJson } from '../paths.ts';
import { runStep, writeJson } from '../packages/runStep.ts';
import { compareBindings } from './bindingsFiles.ts';
import { compileTypechain } from './compileTypechain.ts';
import { readPublicBooks } from './readPublicBooks.ts';
import { renderBindings } from './renderBindings.ts';
import { toContractsExports } from './toContractsExports.ts';

/** Where the package is built, and from where it is published. */
export const CONTRACTS_DIST = join(ROOT, 'dist');

const SOURCES = join(ROOT, 'contracts');
/** Libraries whose code comes along in the bundles. */
const BUNDLED = ['ox', '@noble/hashes', '@noble/curves'];

/** The oldest that the bindings were tried with, and later ones of the same major version. */
const OLDEST_ETHERS = '^6.13.0';

interface RootPackage {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: object;
  readonly exports: Readonly<Record<string, string>>;
  /** Set by a release, see scripts/prepare-release.ts. */
  readonly repository?: object;
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
  await runStep('tsup', [
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
  const { name, version, description, license, repository, engines, exports, dependencies } = readRootPackage();
  return {
    name,
    version,
    description,
    license,
    ...(repository === undefined ? {} : { repository }),
    type: 'module',
    engines,
    sideEffects: false,
    exports: toContractsExports(exports, hasBooks),
    dependencies,
    peerDependencies: { ethers: OLDEST_ETHERS },
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
