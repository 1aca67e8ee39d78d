import { createHash, randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { DeployConfigError } from './errors.ts';

/** Locks that this process holds. One with its number that isn't among them is of a former process: in a container all have 1. */
const held = new Set<string>();

/**
 * Keeps a second run out of a journal. A lock of a process that has ended is taken over.
 *
 * Whether it has ended: by its number and, on Linux, by when it began, since the number may be another process's by now. Elsewhere
 * by the number alone: then a lock may count as held that isn't, and the error says which file to remove.
 *
 * @returns Gives the folder free again.
 * @throws {DeployConfigError} When another run holds it, or held it on another machine.
 */
export function lockFolder(folder: string): () => void {
  const path = resolve(`${folder}.lock`);
  mkdirSync(dirname(path), { recursive: true });
  return acquire(path);
}

/**
 * What is locked while a lock is taken over. It bears the name of that very lock, so that whoever judged it by then takes away
 * neither this one nor the fresh lock that follows.
 */
export function takeoverOf(path: string, holder: string): string {
  return `${path}.${createHash('sha256').update(holder).digest('hex').slice(0, 16)}`;
}

function acquire(path: string): () => void {
  const own = `${process.pid} ${hostname()} ${startOf(process.pid) ?? '-'} ${randomUUID()}`;
  if (!create(path, own)) {
    const holder = read(path);
    if (holder !== undefined) takeOver(path, holder);
    if (!create(path, own)) throw new DeployConfigError('lock', path, 'another run has just taken it; wait for it');
  }
  held.add(path);
  return () => {
    held.delete(path);
    if (read(path) === own) rmSync(path, { force: true });
  };
}

/** Removes a lock of a process that has ended, and no other. */
function takeOver(path: string, holder: string): void {
  refuseHeld(path, holder);
  const release = acquire(takeoverOf(path, holder));
  try {
    if (read(path) === holder) rmSync(path);
  } finally {
    release();
  }
}

function create(path: string, content: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
  try {
    writeSync(file, content);
  } finally {
    closeSync(file);
  }
  return true;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function refuseHeld(path: string, holder: string): void {
  const [pid = '', machine = '', start = '-'] = holder.split(' ');
  if (machine !== hostname() || !/^[1-9]\d*$/.test(pid)) {
    const who = machine === '' ? 'an unknown process' : `process ${pid} on "${machine}"`;
    const wayOut = `${who} holds it, which can't be asked from here; make sure that it has ended, then remove ${path}`;
    throw new DeployConfigError('lock', path, wayOut);
  }
  const isHeld = Number(pid) === process.pid ? held.has(path) : isRunning(Number(pid), start);
  if (!isHeld) return;
  const wayOut = `another run holds it (process ${pid}); wait for it. If that process is something else, remove ${path}`;
  throw new DeployConfigError('lock', path, wayOut);
}

function isRunning(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Of another user's process: it is there.
    if (!hasCode(error, 'EPERM')) return !hasCode(error, 'ESRCH');
  }
  const now = startOf(pid);
  return start === '-' || now === undefined || now === start;
}

/** When a process began: the boot of the machine, and ticks since then. Undefined where the system doesn't tell it in /proc. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name comes second, in brackets, and may hold spaces; the start is the 22nd field.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
