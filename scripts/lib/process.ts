import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { ROOT } from './paths.ts';

export interface Outcome {
  /** null when a signal ended the program, `spawnError` when it never started. */
  code: number | null;
  signal: NodeJS.Signals | null;
  spawnError?: string;
  timedOut: boolean;
  stdout: string;
  /** Standard output and standard error in the order in which they came. */
  output: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  /** The root of the repository by default. */
  cwd?: string;
  timeoutMs?: number;
}

const running = new Set<ChildProcess>();

/** Runs a program without a shell, and keeps what it prints. Never throws. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1', ...options.env };
    delete env['FORCE_COLOR'];
    const child = spawn(program, args, { cwd: options.cwd ?? ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    const stdout: Buffer[] = [];
    const output: Buffer[] = [];
    let timedOut = false;
    let spawnError: string | undefined;
    child.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      output.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, options.timeoutMs);
    child.on('error', (error) => {
      spawnError = `${program} could not be started: ${error.message}`;
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({
        code: spawnError === undefined ? code : null,
        signal,
        ...(spawnError === undefined ? {} : { spawnError }),
        timedOut,
        stdout: Buffer.concat(stdout).toString('utf8'),
        output: Buffer.concat(output).toString('utf8'),
      });
    });
  });
}

/** Passes Ctrl-C and the like on to what is running, then ends. */
export function stopChildrenOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      for (const child of running) child.kill(signal);
      process.exit(signal === 'SIGINT' ? 130 : 143);
    });
  }
}

/** One line that says how a program ended, or undefined when it ended well. */
export function describeFailure(outcome: Outcome): string | undefined {
  if (outcome.spawnError !== undefined) return outcome.spawnError;
  if (outcome.timedOut) return 'stopped: it took too long';
  if (outcome.signal !== null) return `ended by ${outcome.signal}`;
  if (outcome.code !== 0) return `exit code ${String(outcome.code)}`;
  return undefined;
}
