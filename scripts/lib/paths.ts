import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
export const ARTIFACTS = join(ROOT, 'artifacts');
export const FORGE_OUT = join(ROOT, 'cache/forge/out');
export const TYPECHAIN = join(ROOT, 'typechain-types');
export const BINDINGS = join(ROOT, 'bindings');
/** Address books of what was deployed. */
export const DEPLOYMENTS = join(ROOT, 'deployments');
export const SNAPSHOTS = join(ROOT, 'snapshots');
/** Logs of the last run; not committed. */
export const REPORTS = join(ROOT, 'reports');

const require = createRequire(import.meta.url);

const FOUNDRY_PLATFORMS: Record<string, string> = { linux: 'linux', darwin: 'darwin', win32: 'win32' };
const FOUNDRY_ARCHITECTURES: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };

/** The native forge of this platform. npm's launcher for it exits 0 whatever happens, so it is never used. */
export function forgeBinary(): string {
  return foundryBinary('forge');
}

/** The native anvil of this platform. */
export function anvilBinary(): string {
  return foundryBinary('anvil');
}

function foundryBinary(program: 'anvil' | 'forge'): string {
  const platform = FOUNDRY_PLATFORMS[process.platform] ?? process.platform;
  const name = `@foundry-rs/${program}-${platform}-${FOUNDRY_ARCHITECTURES[process.arch] ?? process.arch}`;
  const file = process.platform === 'win32' ? `${program}.exe` : program;
  const path = join(ROOT, 'node_modules', name, 'bin', file);
  if (!existsSync(path))
    throw new Error(`${name} is not installed: there is no ${program} for this platform, or run npm ci`);
  return path;
}

/** The JavaScript file behind a command of an npm package, to be run with `process.execPath`. */
export function packageBin(packageName: string, command = packageName): string {
  const folder = packageFolder(packageName);
  const { bin } = readJson(join(folder, 'package.json')) as { bin: string | Record<string, string> };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(folder, file);
}

/** The folder of an installed package, also when its `exports` hide package.json. */
function packageFolder(packageName: string): string {
  for (const folder of require.resolve.paths(packageName) ?? []) {
    const path = join(folder, packageName);
    if (existsSync(join(path, 'package.json'))) return path;
  }
  throw new Error(`${packageName} is not installed`);
}

/** `node` arguments that run a TypeScript file of this repository. */
export function tsArguments(file: string): string[] {
  return ['--import', 'tsx', resolve(ROOT, file)];
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
