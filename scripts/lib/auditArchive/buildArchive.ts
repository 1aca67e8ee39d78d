import { gzipSync } from 'fflate';
import type { ArchiveFile } from './archiveFile.ts';
import { MANIFEST, createManifest, encodeManifest } from './manifest.ts';
import type { Manifest, Origin } from './manifest.ts';
import { writeTar } from './writeTar.ts';

export interface Archive {
  /** Of the file, without folder. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly manifest: Manifest;
}

/** Builds the archive. The same files and origin give the same bytes, in whatever order the files come. */
export function buildArchive(files: readonly ArchiveFile[], origin: Origin): Archive {
  const sorted = [...files].sort(byPath);
  const folder = `sage-audit-${origin.commit.slice(0, 10)}${origin.dirty ? '-dirty' : ''}`;
  const manifest = createManifest(origin, sorted);
  const all: ArchiveFile[] = [{ path: MANIFEST, content: encodeManifest(manifest) }, ...sorted];
  const tar = writeTar(
    all.map((file) => ({ ...file, path: `${folder}/${file.path}` })),
    origin.committedAt,
  );
  // Not zlib, whose output differs with its build and the processor.
  return { name: `${folder}.tar.gz`, bytes: Buffer.from(gzipSync(tar, { level: 9, mtime: 0 })), manifest };
}

/** By code units: an order that no locale changes. */
function byPath(a: ArchiveFile, b: ArchiveFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
