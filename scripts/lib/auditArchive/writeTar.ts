import { Header } from 'tar';
import type { ArchiveFile } from './archiveFile.ts';
import { modeOf } from './archiveFile.ts';

/** POSIX.1-1988 (ustar): everything in blocks of 512 bytes, two of zeros at the end. */
const BLOCK = 512;

/**
 * Writes files as a tar whose bytes depend on nothing else: the order is the given one, everything belongs to 0.
 *
 * @param seconds Time of every file, since 1970.
 * @throws Error for a path that a plain header can't hold.
 */
export function writeTar(files: readonly ArchiveFile[], seconds: number): Buffer {
  const parts = files.flatMap((file) => [encodeHeader(file, seconds), pad(file.content)]);
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function encodeHeader({ path, content, executable }: ArchiveFile, seconds: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const mtime = new Date(1000 * seconds);
  const header = new Header({
    path,
    size: content.length,
    mode: modeOf(executable),
    uid: 0,
    gid: 0,
    mtime,
    type: 'File',
  });
  if (header.encode(block, 0)) throw new Error(`${path}: the path is too long for a tar header`);
  return block;
}

function pad(content: Buffer): Buffer {
  const rest = content.length % BLOCK;
  return rest === 0 ? content : Buffer.concat([content, Buffer.alloc(BLOCK - rest)]);
}
