import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GeneratedFiles } from './renderBindings.ts';

/**
 * Writes generated files, and removes the ABIs of contracts that are no more.
 *
 * @param root The folder bindings/.
 */
export function writeBindings(root: string, files: GeneratedFiles): void {
  rmSync(join(root, 'abi'), { recursive: true, force: true });
  for (const [name, text] of files) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Tells in words how the files of a folder differ from what they should be. */
export function compareBindings(root: string, files: GeneratedFiles): string[] {
  const problems = [...files].flatMap(([name, text]) => {
    const path = join(root, name);
    if (!existsSync(path)) return [`missing: bindings/${name}`];
    return readFileSync(path, 'utf8') === text ? [] : [`out of date: bindings/${name}`];
  });
  const abis = existsSync(join(root, 'abi')) ? readdirSync(join(root, 'abi')) : [];
  const over = abis.filter((name) => !files.has(`abi/${name}`));
  return [...problems, ...over.map((name) => `left over: bindings/abi/${name}`)];
}
