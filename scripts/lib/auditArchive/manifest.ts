import { createHash } from 'node:crypto';
import type { ArchiveFile } from './archiveFile.ts';

/** In the archive's folder; names every file but itself. */
export const MANIFEST = 'MANIFEST.json';

export interface Origin {
  /** 40 hex digits. */
  readonly commit: string;
  /** Of the commit, in seconds since 1970; every file has it as its time. */
  readonly committedAt: number;
  /** Whether files differ from the commit. */
  readonly dirty: boolean;
}

export interface Manifest extends Origin {
  readonly files: readonly ManifestRow[];
}

export interface ManifestRow {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Left out where it isn't. */
  readonly executable?: true;
}

/** The manifest of files, by path. */
export function createManifest({ commit, committedAt, dirty }: Origin, files: readonly ArchiveFile[]): Manifest {
  const rows = files.map(({ path, content, executable = false }) => ({
    path,
    bytes: content.length,
    sha256: sha256(content),
    ...(executable && { executable: true as const }),
  }));
  return { commit, committedAt, dirty, files: rows };
}

/** Its bytes in the archive. */
export function encodeManifest(manifest: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** @throws Error when it is none. */
export function decodeManifest(content: Buffer): Manifest {
  const parsed = JSON.parse(content.toString('utf8')) as Partial<Manifest> | null;
  const isRow = (row: Partial<ManifestRow> | null): boolean =>
    typeof row?.path === 'string' && typeof row.bytes === 'number' && typeof row.sha256 === 'string';
  if (typeof parsed?.commit !== 'string' || typeof parsed.committedAt !== 'number') throw new Error('no commit in it');
  if (!Array.isArray(parsed.files) || !parsed.files.every(isRow)) throw new Error('no list of files in it');
  return parsed as Manifest;
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
