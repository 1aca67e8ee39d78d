import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';

/** Gives an empty project to `use`, and removes it afterwards. */
export async function withProject<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sage-package-'));
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user', private: true }));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lets a project use packages of ours that are no subject of the check, such as the types of Node. */
export function linkPackages(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const target = join(folder, 'node_modules', name);
    if (existsSync(target)) continue;
    mkdirSync(join(target, '..'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), target, 'junction');
  }
}
