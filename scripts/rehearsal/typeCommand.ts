import { spawn } from 'node:child_process';
import { ROOT, packageBin } from '../lib/paths.ts';

/** What waiting commands print; the chain's clock is moved so that nobody waits. */
const WAITING = /(\d+) s left$/;

/** How a command ended. */
export interface Typed {
  /** null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  /** stderr and stdout in the order in which they came. */
  readonly output: string;
}

/**
 * Runs `npx hardhat <words>` as a process of its own.
 *
 * @param own Environment variables on top of those of this process.
 * @param wait Moves the clock of the chain; called for a command that waits for it, so that nobody has to.
 * @param killAt Kills the command (SIGKILL) at the first line to stderr that matches.
 */
export function typeCommand(
  words: readonly string[],
  own: Readonly<Record<string, string>>,
  wait: (seconds: number) => Promise<void>,
  killAt?: RegExp,
): Promise<Typed> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [packageBin('hardhat'), ...words], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const all: Buffer[] = [];
    const stdout: Buffer[] = [];
    const onLine = (line: string): void => {
      if (killAt?.test(line)) child.kill('SIGKILL');
      const left = WAITING.exec(line)?.[1];
      if (left !== undefined) wait(Number(left)).catch(reject);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      all.push(chunk);
      stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      all.push(chunk);
      for (const line of chunk.toString('utf8').split('\n')) onLine(line);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString('utf8'), output: Buffer.concat(all).toString('utf8') });
    });
  });
}
