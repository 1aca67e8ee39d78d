import { ChainError } from '../chain/ChainError.ts';
import type { ChainErrorCode } from '../chain/ChainError.ts';
import { Fault } from './Fault.ts';
import type { OwnReason } from './reasonTable.ts';
import type { CheckName } from './types.ts';

const REASONS: Readonly<Partial<Record<ChainErrorCode, OwnReason>>> = {
  'chain-unreachable': 'chain-unreachable',
  'chain-wrong': 'chain-wrong',
  'chain-stale': 'chain-stale',
  'chain-not-final': 'chain-not-final',
  'chain-reorganised': 'chain-reorganised',
  'chain-answer-malformed': 'chain-answer-malformed',
  'contract-missing': 'contract-missing',
  'logs-missing': 'key-log-missing',
  'recording-incomplete': 'bundle-incomplete',
};

/**
 * The end of a judgement for which the chain could not be read.
 *
 * @param check The step.
 * @param error What was thrown.
 * @throws The error itself when it is none of reading the chain: that is a mistake in the program, not a verdict.
 */
export function toChainFault(check: CheckName, error: unknown): Fault {
  if (error instanceof Fault) return error;
  const code = error instanceof ChainError ? REASONS[error.code] : undefined;
  if (code === undefined) throw error;
  return new Fault(check, code, { cause: error, detail: (error as ChainError).message });
}
