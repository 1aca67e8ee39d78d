import { ZeroAddress } from 'ethers';
import type { TaskAuthorization } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { formatTime } from '../lib/formatTime.ts';
import { parseTime } from '../lib/parseTime.ts';
import { readValidator } from '../lib/readValidator.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** The registry wants the deadline an hour ahead of the reveal, which comes up to ten minutes after the commitment. */
export const LEAST_AHEAD = HOUR + 600;
const MOST_AHEAD = 30 * DAY;
const DEFAULT_AHEAD = 7 * DAY;

/** The terms of a task, as options. */
export interface TermArguments {
  /** Empty for a week from now. */
  readonly deadline: string;
  /** Empty for none. */
  readonly validator: string;
  readonly minResponse: number;
}

export type Terms = Pick<TaskAuthorization, 'deadline' | 'validator' | 'minResponse'>;

/**
 * Reads the terms of a new task.
 *
 * @throws {TaskError} `bad-time`, `bad-deadline`, `bad-address`, `bad-min-response`
 */
export async function readTerms(context: TaskContext, args: TermArguments): Promise<Terms> {
  const hasValidator = args.validator !== '';
  const { minResponse } = args;
  const isFit = hasValidator ? minResponse >= 1 && minResponse <= 100 : minResponse === 0;
  if (!isFit) {
    const wayOut = hasValidator ? 'give 1 to 100' : 'name a validator too, or leave it out';
    throw new TaskError('bad-min-response', wayOut, { field: '--min-response', value: minResponse });
  }
  const validator = hasValidator ? await readValidator(context, args.validator, '--validator') : ZeroAddress;
  return {
    deadline: await readDeadline(context, args.deadline),
    validator: validator as Terms['validator'],
    minResponse,
  };
}

async function readDeadline(context: TaskContext, text: string): Promise<number> {
  const now = await context.chainTime();
  if (text === '') return now + DEFAULT_AHEAD;
  const deadline = parseTime(text, '--deadline');
  const [earliest, latest] = [now + LEAST_AHEAD, now + MOST_AHEAD];
  if (deadline >= earliest && deadline <= latest) return deadline;
  const wayOut = `give a time from ${formatTime(earliest)} to ${formatTime(latest)}`;
  throw new TaskError('bad-deadline', wayOut, { field: '--deadline', value: text });
}

/**
 * Checks that what a user says again when resuming is what was begun.
 *
 * @throws {TaskError} `pending-differs` for the first option that differs.
 */
export async function compareTerms(context: TaskContext, args: TermArguments, begun: TaskAuthorization): Promise<void> {
  const fail = (field: string, value: unknown, kept: string): never => {
    const wayOut = `this task was begun with ${kept}; leave the option out to go on, or name another task`;
    throw new TaskError('pending-differs', wayOut, { field, value });
  };
  const { deadline, validator, minResponse } = args;
  if (deadline !== '' && BigInt(parseTime(deadline, '--deadline')) !== begun.deadline) {
    fail('--deadline', deadline, formatTime(begun.deadline));
  }
  if (validator !== '' && (await readValidator(context, validator, '--validator')) !== begun.validator) {
    fail('--validator', validator, begun.validator);
  }
  if (minResponse !== 0 && BigInt(minResponse) !== begun.minResponse) {
    fail('--min-response', minResponse, String(begun.minResponse));
  }
}
