import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './paths.ts';
import { testNames } from './propertyTable.ts';
import type { NamedTest } from './propertyTable.ts';

const FOLDERS = ['test', join('sdk', 'typescript', 'test')];

/** Every test of the repository, by file. */
export function readTests(): NamedTest[] {
  return FOLDERS.flatMap((folder) =>
    testFiles(join(ROOT, folder)).flatMap((path) =>
      testNames(path, readFileSync(path, 'utf8')).map((name) => ({ file: relative(ROOT, path), name })),
    ),
  );
}

function testFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.t.sol') || file.endsWith('.test.ts'))
    .map((file) => join(folder, file))
    .sort();
}
