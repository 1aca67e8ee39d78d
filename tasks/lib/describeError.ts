import { AddressBookError } from '../../scripts/deploy/addressBook.ts';
import { DeployConfigError, DeployStoppedError, GovernanceMismatchError } from '../../scripts/deploy/errors.ts';
import { GovernanceError } from '../../scripts/governance/types.ts';
import { ChainError } from '../../sdk/typescript/src/chain/ChainError.ts';
import { SageError } from '../../sdk/typescript/src/index.ts';
import { TaskError } from './TaskError.ts';
import { describeConfiguration } from './describeConfiguration.ts';
import { findNodeError, findUnreachable } from './describeNode.ts';
import { explainRevert, findRevertData } from './errors/explainRevert.ts';
import { hardhatErrorCode } from './hardhatErrorCode.ts';
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
    // Only a chain that can't be read leaves the answer open; the rest is what somebody gave.
    const isOpen = error instanceof ChainError && code !== 'options-invalid' && code !== 'contract-missing';
    const exitCode = isOpen ? EXIT.unknown : EXIT.usage;
    return { code, message: error.message, details: error.details, exitCode };
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
  return describeRevert(error) ?? describeNode(error) ?? describeHardhatError(error);
}

/** What a contract refused with, in words; `details.error` is the name of its custom error. */
function describeRevert(error: unknown): DescribedError | undefined {
  const data = findRevertData(error);
  if (data === undefined) return undefined;
  const found = explainRevert(data);
  if (found === undefined) {
    const message = `the contract refused without a reason that is known: ${data}; nothing was sent`;
    return { code: 'reverted', message, details: { data }, exitCode: EXIT.refused };
  }
  const { name, selector, args, sentence, wayOut } = found;
  const message = `the contract refused: ${name}. ${sentence} ${wayOut}`;
  return { code: 'reverted', message, details: { error: name, selector, args, wayOut }, exitCode: EXIT.refused };
}

/** A chain that can't be asked, and what a node answers in place of a result: too little money, a nonce that is used. */
function describeNode(error: unknown): DescribedError | undefined {
  const unreachable = findUnreachable(error);
  if (unreachable !== undefined) {
    const message = `the chain could not be read: ${unreachable}; check the network's URL and try again`;
    return { code: 'chain-unreadable', message, exitCode: EXIT.unknown };
  }
  const refusal = findNodeError(error);
  if (refusal === undefined) return undefined;
  return { code: 'node-refused', message: `the node refused: ${refusal}`, exitCode: EXIT.refused };
}

/** Hardhat's own errors have a number and a text for people. */
function describeHardhatError(error: unknown): DescribedError | undefined {
  const code = hardhatErrorCode(error);
  if (code === undefined || !(error instanceof Error)) return undefined;
  return { code: code.toLowerCase(), message: error.message, exitCode: EXIT.usage };
}
