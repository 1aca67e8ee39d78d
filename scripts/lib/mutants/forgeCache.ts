import { join } from 'node:path';
import { ROOT, readJson } from '../paths.ts';

/** What forge keeps of its last build; only the fields that are read here. */
export interface ForgeCache {
  files: Record<string, CachedFile>;
  builds: string[];
  [other: string]: unknown;
}

export interface CachedFile {
  /** All files that it imports, also over others. */
  imports: string[];
  /** By the name of the contract, the version of solc and the profile. */
  artifacts: Record<string, Record<string, Record<string, { path: string }>>>;
  [other: string]: unknown;
}

/** The profile of foundry.toml under which tests, and contracts as tests see them, are compiled. */
const TEST_PROFILE = 'tests';

export const CACHE_FILE = 'cache/forge/cache/solidity-files-cache.json';
export const OUT = 'cache/forge/out';

/** Reads forge's cache below a folder. */
export function readForgeCache(root: string = ROOT): ForgeCache {
  return readJson(join(root, CACHE_FILE)) as ForgeCache;
}

/**
 * The artifact that `vm.deployCode` takes in a test: of the profile of the tests if there is one.
 *
 * @returns Its path below {@link OUT}, and whether it was compiled via-IR.
 */
export function artifactOf(cache: ForgeCache, file: string, contract: string): { path: string; viaIR: boolean } {
  const [profiles] = Object.values(cache.files[file]?.artifacts[contract] ?? {});
  const ofTests = profiles?.[TEST_PROFILE];
  const any = ofTests ?? Object.values(profiles ?? {})[0];
  if (any === undefined) throw new Error(`forge has built no ${contract} of ${file}: run forge build`);
  return { path: any.path, viaIR: ofTests === undefined };
}

/** The files below a folder of the project that forge knows. */
export function filesBelow(cache: ForgeCache, folder: string): string[] {
  return Object.keys(cache.files)
    .filter((file) => file === folder || file.startsWith(`${folder}/`))
    .sort();
}
