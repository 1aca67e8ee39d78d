import { setTimeout as sleep } from 'node:timers/promises';
import type { UserInterruptionManager } from 'hardhat/types/user-interruptions';
import type { TaskIo } from './types.ts';

const ASKER = 'sage';

/** A reader that has seen enough (`| head`) closes the pipe: that is no failure, and nobody is left to be told. */
function onStreamError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** The streams, the terminal and the exit code of this process. Questions go to stderr, see `hooks/userInterruptions.ts`. */
export function createProcessIo(interruptions: UserInterruptionManager): TaskIo {
  if (!process.stdout.listeners('error').includes(onStreamError)) process.stdout.on('error', onStreamError);
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    isInteractive: process.stdin.isTTY && process.stderr.isTTY,
    ask: (question) => interruptions.requestInput(ASKER, question),
    askSecret: (question) => interruptions.requestSecretInput(ASKER, question),
    sleep: async (milliseconds) => {
      await sleep(milliseconds);
    },
    setExitCode: (code) => {
      process.exitCode = code;
    },
  };
}
