import { setTimeout as sleep } from 'node:timers/promises';
import type { UserInterruptionManager } from 'hardhat/types/user-interruptions';
import type { TaskIo } from './types.ts';

const ASKER = 'sage';

/** The streams, the terminal and the exit code of this process. */
export function createProcessIo(interruptions: UserInterruptionManager): TaskIo {
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
