import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { decodeUtf8 } from '../../encoding/decodeUtf8.ts';
import { KEYSTORE_LIMITS } from '../keystore/limits.ts';
import type { KeystoreError } from '../KeystoreError.ts';
import { fileFault } from './fileFault.ts';
import type { KeyFileReadOptions } from './types.ts';

const OTHERS = 0o077;

/**
 * Reads a key file: PEM, a JWK, or a keystore. Only reads: where there is no file, or an unreadable one, no key is made
 * in its place.
 *
 * @param path The file, or a symbolic link to it; at most 64 KiB of UTF-8.
 * @param options Whether other accounts may be able to read it.
 * @returns Its text.
 * @throws KeystoreError `key-file-missing`, `key-file-unreadable`, `key-file-shared`
 */
export async function readKeyFile(path: string, options: KeyFileReadOptions = {}): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw openFault(path, cause);
  }
  try {
    await checkFile(path, file, options);
    const { mostFileBytes } = KEYSTORE_LIMITS;
    // One byte more than may be there shows a file that grew since it was looked at.
    const { buffer, bytesRead } = await file.read(new Uint8Array(mostFileBytes + 1), 0, mostFileBytes + 1, 0);
    const text = bytesRead > mostFileBytes ? undefined : decodeUtf8(buffer.subarray(0, bytesRead));
    buffer.fill(0);
    if (text === undefined)
      throw fileFault('key-file-unreadable', path, `expected at most ${mostFileBytes} bytes of UTF-8`);
    return text;
  } finally {
    await file.close();
  }
}

function openFault(path: string, cause: unknown): KeystoreError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    return fileFault(
      'key-file-missing',
      path,
      'there is no such file; check the path, or make a key there first',
      cause,
    );
  }
  return fileFault(
    'key-file-unreadable',
    path,
    `it can not be opened (${String(code)}); no key was made instead`,
    cause,
  );
}

async function checkFile(path: string, file: FileHandle, options: KeyFileReadOptions): Promise<void> {
  const status = await file.stat();
  if (!status.isFile()) throw fileFault('key-file-unreadable', path, 'it is no regular file');
  const account = process.getuid?.();
  if (account !== undefined && status.uid !== account && options.allowShared !== true) {
    throw fileFault(
      'key-file-shared',
      path,
      `it belongs to account ${status.uid}, and this process runs as ${account}; change its owner, or allow it by allowShared`,
    );
  }
  const isShared = process.platform !== 'win32' && (status.mode & OTHERS) !== 0;
  if (isShared && options.allowShared !== true) {
    const mode = (status.mode & 0o777).toString(8).padStart(4, '0');
    throw fileFault(
      'key-file-shared',
      path,
      `its mode ${mode} lets other accounts read or write it; set 0600, or allow it by allowShared`,
    );
  }
}
