import { EXIT } from './types.ts';
import type { ExitCode } from './types.ts';

export interface TaskErrorOptions extends ErrorOptions {
  /** The option, argument or file that is wrong. */
  readonly field?: string;
  readonly value?: unknown;
  /** `usage` (2) when left out. */
  readonly exitCode?: ExitCode;
  /** Further facts for programs. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * A failure that is told without a stack: `field: value; what is wrong and the way out`. The code is stable and meant for
 * programs, in kebab case.
 */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly code: string;
  readonly field: string | undefined;
  readonly value: unknown;
  readonly exitCode: ExitCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: TaskErrorOptions = {}) {
    const { field, value } = options;
    const place = field === undefined ? '' : `${field}: ${value === undefined ? 'missing' : textOf(value)}; `;
    super(`${place}${message}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.field = field;
    this.value = value;
    this.exitCode = options.exitCode ?? EXIT.usage;
    this.details = options.details ?? {};
  }
}

function textOf(value: unknown): string {
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}
