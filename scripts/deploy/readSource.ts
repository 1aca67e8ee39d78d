import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Source } from './manifest.ts';

const run = promisify(execFile);

/** What decides about the code that is deployed. */
const RELEVANT = ['contracts', 'hardhat.config.ts', 'package-lock.json'];

/** The commit of a working copy, and whether its contracts differ from it. */
export async function readSource(root: string): Promise<Source> {
  try {
    const { stdout: commit } = await run('git', ['-C', root, 'rev-parse', 'HEAD']);
    const { stdout: changed } = await run('git', ['-C', root, 'status', '--porcelain', '--', ...RELEVANT]);
    return { commit: commit.trim(), modified: changed !== '' };
  } catch {
    // No git, or no repository: an unpacked archive. Nothing can be said about its origin.
    return { commit: '0'.repeat(40), modified: true };
  }
}
