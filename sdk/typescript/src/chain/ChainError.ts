import { SageError } from '../errors/SageError.ts';

/**
 * - `rpc-timeout`, `rpc-rate-limited`, `rpc-http`, `rpc-malformed`, `rpc-failed`: one endpoint gave no usable answer.
 * - `chain-unreachable`: none did.
 * - `chain-wrong`: an endpoint serves another chain.
 * - `chain-stale`: the newest block is older than the bound.
 * - `chain-not-final`: no endpoint can name a block of the finality asked for.
 * - `chain-reorganised`: the pinned block is no longer part of the chain.
 * - `chain-answer-malformed`: a contract answered with something else than its interface says.
 * - `logs-missing`: the event of a key is not in the logs.
 * - `keys-too-many`: an agent changed its keys so often that they are not listed.
 * - `recording-incomplete`: a replay asks for an answer that was not recorded.
 * - `contract-missing`: the reader was not told where that contract is.
 * - `options-invalid`: an option is wrong.
 */
export type ChainErrorCode =
  | 'rpc-timeout'
  | 'rpc-rate-limited'
  | 'rpc-http'
  | 'rpc-malformed'
  | 'rpc-failed'
  | 'chain-unreachable'
  | 'chain-wrong'
  | 'chain-stale'
  | 'chain-not-final'
  | 'chain-reorganised'
  | 'chain-answer-malformed'
  | 'logs-missing'
  | 'keys-too-many'
  | 'recording-incomplete'
  | 'contract-missing'
  | 'options-invalid';

/** The chain, or what should tell about it, could not be read. */
export class ChainError extends SageError<ChainErrorCode> {}
