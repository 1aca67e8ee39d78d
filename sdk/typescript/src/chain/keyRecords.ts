import type { Hex } from '../client/types.ts';
import { computeKeyId } from '../client/computeKeyId.ts';
import type { ABI } from './abi.ts';
import type { Output } from './Ask.ts';
import { ChainError } from './ChainError.ts';
import { KEY_STATES, KEY_TYPES_BY_NUMBER } from './names.ts';
import type { KeyFacts } from './types.ts';

/**
 * A key as the contract describes it.
 *
 * @throws ChainError `chain-answer-malformed` for a type or state that this version doesn't know
 */
export function toKeyFacts(view: Output<typeof ABI.getKey>): KeyFacts {
  return {
    ...view,
    keyType: nameOf(KEY_TYPES_BY_NUMBER, view.keyType, 'keyType'),
    state: nameOf(KEY_STATES, view.state, 'state'),
  };
}

/** Whether bytes are those of a key. */
export function hasId(key: KeyFacts, publicKey: Hex): boolean {
  try {
    return computeKeyId({ keyType: key.keyType, publicKey }) === key.keyId;
  } catch {
    // Bytes that are no key at all have no id.
    return false;
  }
}

/** The error for a log of a key that isn't there. */
export function missingLog(event: string, agentId: bigint, keyId: Hex): ChainError {
  const message = `no ${event} log for key ${keyId} of agent ${agentId}; use an endpoint that keeps logs`;
  return new ChainError('logs-missing', message, { details: { agentId: String(agentId), keyId } });
}

/** The first value that is not undefined. */
export function findMap<T, U>(items: readonly T[], map: (item: T) => U | undefined): U | undefined {
  for (const item of items) {
    const value = map(item);
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * The name of a number of the contracts.
 *
 * @throws ChainError `chain-answer-malformed` for one without
 */
export function nameOf<T extends string>(names: readonly T[], number: number, field: string): T {
  const name = names[number];
  if (name !== undefined) return name;
  throw new ChainError('chain-answer-malformed', `${field} ${number} has no name in this version of the library`);
}
