import { gunzipSync } from 'node:zlib';
import { modeOf } from './archiveFile.ts';
import { MANIFEST, decodeManifest, sha256 } from './manifest.ts';
import type { Manifest, ManifestRow } from './manifest.ts';
import { readTar } from './readTar.ts';
import type { TarEntry } from './readTar.ts';

export interface Verified {
  /** Undefined when it can't be read. */
  readonly manifest: Manifest | undefined;
  /** All that differs from the manifest. */
  readonly problems: readonly string[];
}

/** Compares an archive with the manifest in it. */
export async function verifyArchive(bytes: Uint8Array): Promise<Verified> {
  let entries: TarEntry[];
  try {
    entries = await readTar(gunzipSync(bytes));
  } catch (error) {
    return broken(`the archive can't be read: ${messageOf(error)}`);
  }
  const folder = entries[0]?.path.split('/')[0] ?? '';
  const found = entries.find(({ path }) => path === `${folder}/${MANIFEST}`);
  if (found === undefined) return broken(`there is no ${MANIFEST} in the archive`);
  let manifest: Manifest;
  try {
    manifest = decodeManifest(found.content);
  } catch (error) {
    return broken(`${MANIFEST} can't be read: ${messageOf(error)}`);
  }
  return { manifest, problems: compare(manifest, folder, entries) };
}

function broken(problem: string): Verified {
  return { manifest: undefined, problems: [problem] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function compare(manifest: Manifest, folder: string, entries: readonly TarEntry[]): string[] {
  const inside = entries.map((entry) => ({ ...entry, path: withoutFolder(entry.path, folder) }));
  const listed = new Map(manifest.files.map((row) => [row.path, row]));
  const there = new Set(inside.map(({ path }) => path));
  return [
    ...(there.size === inside.length ? [] : ['a path is there twice']),
    ...inside.flatMap((entry) => compareHeader(entry, manifest.committedAt, listed.get(entry.path)?.executable)),
    ...inside.filter(({ path }) => path !== MANIFEST).flatMap((entry) => compareContent(entry, listed.get(entry.path))),
    ...manifest.files.filter(({ path }) => !there.has(path)).map(({ path }) => `${path}: is missing`),
  ];
}

/** What lies outside of the folder keeps its whole path, which no manifest names. */
function withoutFolder(path: string, folder: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

function compareHeader(
  { path, type, mode, uid, gid, modifiedAt }: TarEntry,
  committedAt: number,
  executable?: boolean,
): string[] {
  const isPlain =
    type === 'File' && mode === modeOf(executable) && uid === 0 && gid === 0 && modifiedAt === committedAt;
  return isPlain ? [] : [`${path}: type, mode, owner or time is not as it has to be`];
}

function compareContent({ path, content }: TarEntry, row: ManifestRow | undefined): string[] {
  if (row === undefined) return [`${path}: is not in the manifest`];
  const hash = sha256(content);
  if (hash === row.sha256 && content.length === row.bytes) return [];
  return [`${path}: ${content.length} bytes with SHA-256 ${hash}, in the manifest ${row.bytes} with ${row.sha256}`];
}
