import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, packageBin, readJson } from './paths.ts';
import { runStep, writeJson } from './packages/runStep.ts';

export const SDK = join(ROOT, 'sdk', 'typescript');
export const DIST = join(SDK, 'dist');

interface SourcePackage {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  /** Set by a release, see scripts/prepare-release.ts. */
  readonly repository?: object;
  readonly engines: object;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Target {
  readonly types: string;
  readonly default: string;
}

/** The conditions under which an import path leads to its files. */
export type BuiltExports = Readonly<Record<string, { readonly import: Target; readonly require: Target }>>;

/**
 * The exports of the package, made of those of the sources, so that no path can be in one and not in the other.
 *
 * @param exports As in sdk/typescript/package.json: an import path, and the source behind it.
 */
export function toBuiltExports(exports: Readonly<Record<string, string>>): BuiltExports {
  return Object.fromEntries(
    Object.entries(exports).map(([path, source]) => {
      const bundle = path === '.' ? './index' : path;
      const module = source.replace('./src/', './').replace(/\.ts$/, '.js');
      return [
        path,
        {
          import: { types: `${bundle}.d.ts`, default: module },
          require: { types: `${bundle}.d.cts`, default: `${bundle}.cjs` },
        },
      ];
    }),
  );
}

/** The import paths of the package. */
export function exportPaths(): readonly string[] {
  return Object.keys((readJson(join(SDK, 'package.json')) as SourcePackage).exports);
}

/** Builds the package into sdk/typescript/dist, as it is published. @throws Error when a step fails */
export async function buildPackage(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  await runStep('tsc', [packageBin('typescript', 'tsc'), '-p', join(SDK, 'tsconfig.build.json')], SDK);
  await runStep('tsup', [packageBin('tsup'), '--config', join(SDK, 'tsup.config.ts')], SDK);
  const source = readJson(join(SDK, 'package.json')) as SourcePackage;
  const { name, version, description, license, repository, engines, dependencies } = source;
  const built = {
    name,
    version,
    description,
    license,
    ...(repository === undefined ? {} : { repository }),
    type: 'module',
    engines,
    sideEffects: false,
    exports: { ...toBuiltExports(source.exports), './package.json': './package.json' },
    dependencies,
  };
  writeJson(join(DIST, 'package.json'), built);
  copyFileSync(join(ROOT, 'LICENSE'), join(DIST, 'LICENSE'));
  copyFileSync(join(SDK, 'README.md'), join(DIST, 'README.md'));
  const lacking = Object.values(toBuiltExports(source.exports))
    .flatMap((conditions) => Object.values(conditions).flatMap((target) => Object.values(target) as string[]))
    .filter((file) => !existsSync(join(DIST, file)));
  if (lacking.length > 0) throw new Error(`the build gave no ${lacking.join(', ')}: sdk/typescript/tsup.config.ts`);
}

/** The name and version of what was built. */
export function builtName(): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(join(DIST, 'package.json'), 'utf8')) as { name: string; version: string };
}
