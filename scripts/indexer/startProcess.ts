import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A program that goes on until it is stopped. */
export interface Running {
  /** What it has printed so far. */
  readonly output: () => string;
  /** Whether it has ended. */
  readonly hasEnded: () => boolean;
  /** Ends it and waits for the end. */
  readonly stop: () => Promise<void>;
}

const KILL_AFTER_MS = 10_000;

/** Starts a program; it ends with this process at the latest. */
export function startProcess(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Running {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  let hasEnded = false;
  const ended = once(child, 'close').then(() => (hasEnded = true));
  const keep = (chunk: Buffer): void => void chunks.push(chunk.toString('utf8'));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => chunks.push(`${program} could not be started: ${error.message}`));
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const timer = setTimeout(kill, KILL_AFTER_MS);
    await ended;
    clearTimeout(timer);
    process.off('exit', kill);
  };
  return { output: () => chunks.join(''), hasEnded: () => hasEnded, stop };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/**
 * Asks again and again until something is so.
 *
 * @param what Is to be so, for the error.
 * @param running Whose output explains a failure.
 * @throws {Error} After `timeoutMs`, and when the program has ended; with the end of its output.
 */
export async function waitUntil(
  what: string,
  running: Running,
  timeoutMs: number,
  isSo: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isSo())) {
    const failure = running.hasEnded() ? 'the program has ended' : `not within ${timeoutMs / 1000} s`;
    if (running.hasEnded() || Date.now() > end) {
      throw new Error(`${what}: ${failure}\n${running.output().slice(-5000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
