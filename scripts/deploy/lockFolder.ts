import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { DeployConfigError } from './errors.ts';

/**
 * Keeps a second run out of a journal. A lock of a process that has ended is taken over.
 *
 * @returns Gives the folder free again.
 * @throws {DeployConfigError} When another run holds it, or held it on another machine.
 */
export function lockFolder(folder: string): () => void {
  const path = `${folder}.lock`;
  mkdirSync(dirname(path), { recursive: true });
  if (!tryLock(path)) {
    const holder = readFileSync(path, 'utf8');
    if (!hasEnded(holder)) {
      const wayOut = `another run holds it (process and machine: ${holder}); wait for it, or delete the file when it is gone`;
      throw new DeployConfigError('lock', path, wayOut);
    }
    rmSync(path, { force: true });
    if (!tryLock(path)) throw new DeployConfigError('lock', path, 'another run has just taken it; wait for it');
  }
  return () => rmSync(path, { force: true });
}

function tryLock(path: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, `${process.pid} ${hostname()}`);
    closeSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function hasEnded(holder: string): boolean {
  const [pid, machine] = holder.split(' ');
  if (machine !== hostname() || pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
