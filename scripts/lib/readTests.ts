import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './paths.ts';
import { namedTests } from './propertyTable.ts';
import type { NamedTest } from './propertyTable.ts';

const FOLDERS = ['test', 'sdk/typescript/test'];

/** Every test of the repository, by file. */
export function readTests(): NamedTest[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.t.sol') || file.endsWith('.test.ts'))
      .map((file) => join(ROOT, folder, file))
      .sort()
      .flatMap((path) => namedTests(relative(ROOT, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'))),
  );
}
