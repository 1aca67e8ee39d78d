import { AddressBookError } from '../../scripts/deploy/addressBook.ts';
import { DeployConfigError, DeployStoppedError, GovernanceMismatchError } from '../../scripts/deploy/errors.ts';
import { GovernanceError } from '../../scripts/governance/types.ts';
import { SageError } from '../../sdk/typescript/src/index.ts';
import { TaskError } from './TaskError.ts';
import { describeConfiguration } from './describeConfiguration.ts';
import { describeRevert } from './describeRevert.ts';
import { EXIT } from './types.ts';
import type { ExitCode } from './types.ts';

/** An error as a task tells it. */
export interface DescribedError {
  /** Stable, for programs. */
  readonly code: string;
  /** What is wrong, and the way out. */
  readonly message: string;
  readonly field?: string;
  readonly value?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly exitCode: ExitCode;
}

/** What to tell of an error; undefined when it is nothing that a user can do something about. */
export function describeError(error: unknown): DescribedError | undefined {
  if (error instanceof TaskError) {
    const { code, message, field, value, details, exitCode } = error;
    return {
      code,
      message,
      ...(field !== undefined && { field }),
      ...(value !== undefined && { value }),
      details,
      exitCode,
    };
  }
  if (error instanceof SageError) {
    const code: string = error.code as string;
    return { code, message: error.message, details: error.details, exitCode: EXIT.usage };
  }
  if (error instanceof AddressBookError) {
    return { code: 'bad-address-book', message: error.message, value: error.path, exitCode: EXIT.usage };
  }
  if (error instanceof DeployConfigError) {
    const { message, field, value } = error;
    return { code: 'bad-configuration', message, field, value, exitCode: EXIT.usage };
  }
  if (error instanceof DeployStoppedError) {
    const { code, message, details } = error;
    return { code, message, details, exitCode: EXIT.refused };
  }
  if (error instanceof GovernanceMismatchError) {
    const { message, contract, field, found, expected } = error;
    return {
      code: 'governance-differs',
      message,
      details: { contract, field, found, expected },
      exitCode: EXIT.refused,
    };
  }
  if (error instanceof GovernanceError) {
    return { code: 'governance', message: error.message, exitCode: EXIT.refused };
  }
  const configured = describeConfiguration(error);
  if (configured !== undefined) return { ...configured, exitCode: EXIT.usage };
  const revert = describeRevert(error);
  if (revert === undefined) return undefined;
  const shown = Object.entries(revert.args).map(([name, value]) => `${name} ${String(value)}`);
  const message = `the contract refused: ${revert.error}(${shown.join(', ')}); nothing was sent`;
  return { code: 'reverted', message, details: { ...revert }, exitCode: EXIT.refused };
}
