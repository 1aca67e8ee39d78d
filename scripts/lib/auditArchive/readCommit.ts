import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import { describeFailure, run } from '../process.ts';
import type { Origin } from './manifest.ts';

export interface TrackedFile {
  readonly path: string;
  readonly executable: boolean;
}

export interface Checkout extends Origin {
  /** What git tracks and is there, with slashes. */
  readonly files: readonly TrackedFile[];
  /** Lines of `git status --porcelain`. */
  readonly changes: readonly string[];
}

/** @throws Error without git, or outside of a repository. */
export async function readCommit(): Promise<Checkout> {
  const commit = (await git('rev-parse', '--verify', 'HEAD')).trim();
  const committedAt = Number(await git('show', '--no-patch', '--format=%ct', 'HEAD'));
  const changes = (await git('status', '--porcelain', '--untracked-files=all')).split('\n').filter(Boolean);
  const files = (await git('ls-files', '--stage', '-z'))
    .split('\0')
    .filter(Boolean)
    .map(parseEntry)
    .filter(({ path }) => existsSync(join(ROOT, path)));
  return { commit, committedAt, dirty: changes.length > 0, changes, files };
}

/** `mode object stage<tab>path`. */
function parseEntry(entry: string): TrackedFile {
  return { path: entry.slice(entry.indexOf('\t') + 1), executable: entry.startsWith('100755') };
}

async function git(...args: string[]): Promise<string> {
  const outcome = await run('git', args);
  const failure = describeFailure(outcome);
  if (failure !== undefined) throw new Error(`git ${args[0] ?? ''}: ${failure}\n${outcome.output}`);
  return outcome.stdout;
}
