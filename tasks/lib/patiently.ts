import { TaskError } from './TaskError.ts';
import type { TaskIo } from './types.ts';
import { EXIT } from './types.ts';

/** Milliseconds between two attempts: at first, and at most. */
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

/** Hours of failed attempts in a row: longer than most outages, and shorter than most periods for a reveal. */
const PATIENCE = 12;

/** Whom a patient reader tells, and how it waits. */
export interface PatientOptions {
  readonly progress: (text: string) => void;
  readonly sleep: TaskIo['sleep'];
  /** Why an attempt failed, when it is worth another one. */
  readonly reasonOf: (error: unknown) => string | undefined;
}

/**
 * Reads the chain, again and again with a growing pause: one request that fails must not end a flow that waited for a day and
 * has a stake on it.
 *
 * @throws {TaskError} `chain-unreadable` after 12 hours. Whatever isn't worth another attempt goes on as it is.
 */
export async function patiently<T>(read: () => Promise<T>, { progress, sleep, reasonOf }: PatientOptions): Promise<T> {
  let left = PATIENCE * 3_600_000;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await read();
    } catch (cause) {
      const reason = reasonOf(cause);
      if (reason === undefined) throw cause;
      const failed = `the chain could not be read: ${reason}`;
      if (left <= 0) {
        const wayOut = `given up after ${PATIENCE} hours; what is kept stays, so run it again to go on`;
        throw new TaskError('chain-unreadable', `${failed}; ${wayOut}`, { exitCode: EXIT.unknown, cause });
      }
      progress(`${failed}; next attempt in ${pause / 1000} s, giving up after ${PATIENCE} hours of this`);
    }
    await sleep(pause);
    left -= pause;
  }
}
