import type { Answer } from './desk.ts';

/** How a task failed: what it printed as JSON, flat. */
export interface Failure {
  readonly exitCode: number;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly value?: unknown;
  /** Of a contract. */
  readonly error?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** Reads the failure of a task that was run with `--json`; throws when it didn't fail. */
export function failure({ out, exitCode, err }: Answer): Failure {
  const { error } = JSON.parse(out || '{}') as { error?: Omit<Failure, 'exitCode'> & { details?: object } };
  if (error === undefined) throw new Error(`it didn't fail: exit ${exitCode}\n${out}\n${err}`);
  return { exitCode, ...error, ...error.details };
}
