import { link, lstat, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeBase64Url } from '../../encoding/encodeBase64Url.ts';
import { KeystoreError } from '../KeystoreError.ts';
import { fileFault } from './fileFault.ts';
import type { KeystoreWriteOptions, WrittenKeystore } from './types.ts';

const MODE = 0o600;

/**
 * Writes a file that holds secrets, mode 0600. It appears at once and whole, and is on the disk when this returns: it is written
 * under another name in the same folder, synchronised, and then given its own name.
 *
 * A file that is there is never touched, unless `replace` says so; then it stays, under the name
 * `{path}.backup-{time}-{random}`. Of several writers at the same time no one's file is lost: they fail, or theirs is kept as a
 * backup of the next. The file system must have hard links.
 *
 * @param path Where.
 * @param text Its content, at most 65,536 bytes if it shall be read by `readKeyFile`.
 * @param options Whether a file that is there is replaced.
 * @throws KeystoreError `key-file-exists`, `key-file-unwritten`
 */
export async function writeKeyFile(
  path: string,
  text: string,
  options: KeystoreWriteOptions = {},
): Promise<WrittenKeystore> {
  try {
    const isThere = await checkPlace(path, options);
    const backup = isThere ? `${path}.backup-${Date.now()}-${randomName()}` : undefined;
    await putInPlace(path, text, backup);
    await synchroniseFolder(dirname(path));
    return { path, backup };
  } catch (cause) {
    throw writeFault(path, cause);
  }
}

async function putInPlace(path: string, text: string, backup: string | undefined): Promise<void> {
  const temporary = `${path}.new-${randomName()}`;
  const file = await open(temporary, 'wx', MODE);
  try {
    await writeAll(file, text);
    if (backup === undefined) {
      // Unlike a rename, a link fails where a file has come up meanwhile.
      await link(temporary, path);
    } else {
      await replace(path, temporary, backup);
    }
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Under a lock: two writers could otherwise keep the same old file, and one of the new ones would be lost. */
async function replace(path: string, temporary: string, backup: string): Promise<void> {
  const lock = `${path}.lock`;
  let file: FileHandle;
  try {
    file = await open(lock, 'wx', MODE);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    const problem = `another program is replacing it, or was stopped at that: if none is, remove ${lock}`;
    throw fileFault('key-file-unwritten', path, problem, cause);
  }
  try {
    await file.close();
    await link(path, backup);
    await rename(temporary, path);
  } finally {
    await rm(lock);
  }
}

async function writeAll(file: FileHandle, text: string): Promise<void> {
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whether a file is there, which must be a plain one that may be replaced. */
async function checkPlace(path: string, options: KeystoreWriteOptions): Promise<boolean> {
  let status: Awaited<ReturnType<typeof lstat>>;
  try {
    status = await lstat(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
  if (options.replace !== true) throw existsFault(path);
  if (!status.isFile())
    throw fileFault('key-file-unwritten', path, 'what is there is no regular file; remove it yourself');
  return true;
}

/** So that the name survives a crash too. Windows can't do that for folders. */
async function synchroniseFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function randomName(): string {
  return encodeBase64Url(globalThis.crypto.getRandomValues(new Uint8Array(6)));
}

function writeFault(path: string, cause: unknown): KeystoreError {
  if (cause instanceof KeystoreError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EEXIST') return existsFault(path, cause);
  return fileFault('key-file-unwritten', path, `it could not be written (${String(code)})`, cause);
}

function existsFault(path: string, cause?: unknown): KeystoreError {
  const problem = 'a file is there already and was left as it is; choose another path, or ask for replace';
  return fileFault('key-file-exists', path, problem, cause);
}
