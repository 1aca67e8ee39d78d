import { Parser } from 'tar';

/** An entry as it stands in a tar. */
export interface TarEntry {
  readonly path: string;
  readonly type: string;
  readonly mode: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** Seconds since 1970. */
  readonly modifiedAt: number | undefined;
  readonly content: Buffer;
}

/**
 * Reads a tar that isn't compressed.
 *
 * @throws Error at anything that isn't as it has to be: a wrong checksum of a header, a cut file.
 */
export function readTar(tar: Buffer): Promise<TarEntry[]> {
  return new Promise((resolve, reject) => {
    const entries: TarEntry[] = [];
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        const chunks: Buffer[] = [];
        entry.on('data', (chunk: Buffer) => chunks.push(chunk));
        entry.on('end', () => {
          const { path, type, mode, uid, gid, mtime } = entry;
          const modifiedAt = mtime === undefined ? undefined : mtime.getTime() / 1000;
          entries.push({ path, type, mode, uid, gid, modifiedAt, content: Buffer.concat(chunks) });
        });
      },
    });
    parser.on('error', reject);
    parser.on('end', () => {
      resolve(entries);
    });
    parser.end(tar);
  });
}
