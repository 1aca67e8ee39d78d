import { join } from 'node:path';
import { ROOT, readJson } from './paths.ts';

/**
 * The version of a development dependency, as pinned in package.json.
 *
 * @throws Error when it isn't one.
 */
export function packageVersion(name: string): string {
  const { devDependencies } = readJson(join(ROOT, 'package.json')) as { devDependencies: Record<string, string> };
  const version = devDependencies[name];
  if (version === undefined) throw new Error(`package.json pins no ${name}`);
  return version;
}
