import { getSignPayload } from 'ox/TypedData';
import type { Hex, TypedData } from './types.ts';

/**
 * The digest of typed data (EIP-712): what is signed in the end.
 *
 * @param typedData Such as the builders of this module make.
 */
export function hashTypedData({ domain, types, primaryType, message }: TypedData): Hex {
  return getSignPayload({ domain, types, primaryType, message });
}
