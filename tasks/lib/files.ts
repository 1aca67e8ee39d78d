import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TaskError } from './TaskError.ts';

/** What the system says of a file: `ENOENT`, `EEXIST` and the like. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function refuse(error: unknown, field: string, path: string, verb: string): TaskError {
  const code = codeOf(error);
  if (code === undefined) throw error;
  return new TaskError('file-fault', `can't be ${verb} (${code}); name another file, or correct its rights`, {
    field,
    value: path,
    cause: error,
  });
}

/**
 * Reads a file that the user named.
 *
 * @param field The option or argument that names it, for errors.
 * @throws {TaskError} `file-fault` when it can't be read.
 */
export function readBytes(path: string, field: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw refuse(error, field, path, 'read');
  }
}

/** Like `readBytes`, as UTF-8. */
export function readText(path: string, field: string): string {
  return new TextDecoder().decode(readBytes(path, field));
}

/**
 * Reads a JSON file that the user named.
 *
 * @throws {TaskError} `file-fault` when it can't be read, `bad-json` when it isn't JSON.
 */
export function readJsonFile(path: string, field: string): unknown {
  const text = readText(path, field);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TaskError('bad-json', 'the file is not JSON; correct it', { field, value: path, cause });
  }
}

/**
 * Writes a file that isn't there yet, as a whole or not at all.
 *
 * @throws {TaskError} `file-exists` when it is there; `file-fault` when it can't be written.
 */
export function writeNewFile(path: string, text: string, field: string): void {
  put(path, text, field, (temporary) => {
    try {
      // Unlike a rename, a link never replaces anything.
      linkSync(temporary, path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      throw new TaskError('file-exists', 'it is there already; name another file', { field, value: path });
    } finally {
      rmSync(temporary);
    }
  });
}

/**
 * Replaces a file as a whole or not at all.
 *
 * @throws {TaskError} `file-fault` when it can't be written.
 */
export function replaceFile(path: string, text: string, field: string): void {
  put(path, text, field, (temporary) => renameSync(temporary, path));
}

function put(path: string, text: string, field: string, place: (temporary: string) => void): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text, { flag: 'wx', mode: 0o600 });
    place(temporary);
  } catch (error) {
    if (error instanceof TaskError) throw error;
    throw refuse(error, field, path, 'written');
  }
}
