import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { readText } from '../lib/readText.ts';

/** What the validation registry has of a request. */
export interface RequestStatus {
  readonly requestHash: Hex;
  readonly validator: string;
  readonly agentId: bigint;
  readonly isAnswered: boolean;
  /** 0 to 100; null before an answer. */
  readonly response: bigint | null;
  /** Zero before an answer. */
  readonly responseHash: string;
  readonly tag: string;
  /** What isn't UTF-8 is replaced by U+FFFD. */
  readonly isTagUtf8: boolean;
  /** Unix seconds: of the answer, or of the request before one. */
  readonly lastUpdate: bigint;
  /** Whether the validator was the agent's own side when it was asked. */
  readonly isSelfValidation: boolean;
}

/** Place of the tag in what `getValidationStatus` gives. */
const TAG = 4;

/**
 * Reads a request. One that nobody made arrives as the registry's own error, `ValidationUnknownRequest`.
 *
 * @param blockTag Number of the block; the latest when left out.
 */
export async function readStatus(context: TaskContext, requestHash: Hex, blockTag?: number): Promise<RequestStatus> {
  const registry = await context.contract('validationRegistry');
  const at = { blockTag: blockTag ?? 'latest' };
  const [status, isAnswered, { atRequest }] = await Promise.all([
    registry.getValidationStatus(requestHash, at),
    registry.isAnswered(requestHash, at),
    registry.isSelfValidation(requestHash, at),
  ]);
  const { validatorAddress, agentId, response, responseHash, lastUpdate } = status;
  const { text: tag, isUtf8: isTagUtf8 } = readText(status, TAG);
  return {
    requestHash,
    validator: validatorAddress,
    agentId,
    isAnswered,
    response: isAnswered ? response : null,
    responseHash,
    tag,
    isTagUtf8,
    lastUpdate,
    isSelfValidation: atRequest,
  };
}
