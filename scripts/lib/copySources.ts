import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.ts';

/** What forge needs to build the contracts: sources, settings, the compiler's command, and the Solidity of packages. */
const FORGE_SOURCES = [
  'contracts',
  'foundry.toml',
  'scripts/toolchain/solc.mjs',
  'node_modules/@openzeppelin',
  'node_modules/solady',
  'node_modules/@layerzerolabs/toolbox-foundry/lib/forge-std',
];

/**
 * Copies what forge needs to build elsewhere. Libraries are copied, not linked: forge follows links, and would name sources by
 * their place in this folder.
 *
 * @param folder Where to; what was copied there before is replaced.
 * @param more Further files and folders, below the project's folder.
 */
export function copySources(folder: string, more: readonly string[]): void {
  for (const name of [...FORGE_SOURCES, ...more]) {
    const target = join(folder, name);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(join(target, '..'), { recursive: true });
    cpSync(join(ROOT, name), target, { recursive: true, dereference: true });
  }
}
