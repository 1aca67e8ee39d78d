import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import type { ArchiveFile } from './archiveFile.ts';
import type { Origin } from './manifest.ts';
import type { TrackedFile } from './readCommit.ts';

const INDEX = 'audit/README.md';
/** A committed file can't name its own commit, so this line of the index gives way to the one that does. */
export const ORIGIN_LINE = 'Commit and date: `git log -1`; the archive of `npm run audit:package` has them here.';

/** Reads files of the repository; the index gets commit and date. */
export function collectFiles(files: readonly TrackedFile[], origin: Origin): ArchiveFile[] {
  return files.map(({ path, executable }) => {
    const content = readFileSync(join(ROOT, path));
    return { path, executable, content: path === INDEX ? nameOrigin(content, origin) : content };
  });
}

function nameOrigin(content: Buffer, { commit, committedAt, dirty }: Origin): Buffer {
  const parts = content.toString('utf8').split(ORIGIN_LINE);
  if (parts.length !== 2) throw new Error(`${INDEX} has to have this line once: ${ORIGIN_LINE}`);
  const date = new Date(1000 * committedAt).toISOString();
  const changed = dirty ? ' **Files differ from this commit: not for a review.**' : '';
  return Buffer.from(
    parts.join(`Commit \`${commit}\` of ${date}.${changed} \`MANIFEST.json\` names every file with size and SHA-256.`),
  );
}
