import { fromBytes, fromString } from 'ox/Hex';
import type { Hex } from '../../client/types.ts';
import { getSignPayload } from 'ox/PersonalMessage';

/**
 * What an account signs for a message (EIP-191, version 0x45).
 *
 * @param message A text, which is taken as UTF-8, or bytes.
 */
export function hashPersonalMessage(message: string | Uint8Array): Hex {
  return getSignPayload(typeof message === 'string' ? fromString(message) : fromBytes(message));
}
