import type { BuiltExports } from '../sdkPackage.ts';

/** Solidity and data have one file for everybody. */
export type ContractsExports = Readonly<Record<string, BuiltExports[string] | string>>;

/**
 * The exports of the package of the contracts, made of those of the sources, so that no path can be in one and not in the other.
 *
 * @param exports As in package.json: an import path, and the source behind it.
 * @param hasBooks Whether there are address books to export.
 */
export function toContractsExports(exports: Readonly<Record<string, string>>, hasBooks: boolean): ContractsExports {
  const paths = Object.keys(exports).map((path) => [path, toTargets(path)] as const);
  return {
    ...Object.fromEntries(paths),
    ...(hasBooks ? { './deployments/*.json': './deployments/*.json' } : {}),
    './package.json': './package.json',
  };
}

function toTargets(path: string): ContractsExports[string] {
  if (path.endsWith('.sol')) return path;
  if (path === './ethers') return conditions('./lib/ethers/esm/index', './lib/ethers/cjs/index', 'js');
  const bundle = path === '.' ? './lib/index' : path === './abi' ? './lib/abi/index' : path.replace('./', './lib/');
  return conditions(bundle, bundle, 'cjs');
}

function conditions(module: string, common: string, extension: 'js' | 'cjs'): BuiltExports[string] {
  const types = extension === 'js' ? 'ts' : 'cts';
  return {
    import: { types: `${module}.d.ts`, default: `${module}.js` },
    require: { types: `${common}.d.${types}`, default: `${common}.${extension}` },
  };
}
