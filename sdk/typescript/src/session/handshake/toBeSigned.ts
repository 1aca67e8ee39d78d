import { LABEL } from '../constants.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';
import { MESSAGE_TYPES } from '../wire/types.ts';
import type { MessageKind } from '../wire/types.ts';

/**
 * What the sender of a handshake message signs: everything before it, and all of it that is not the signature or the
 * ciphertext around it. It begins with the byte 0x85, which no HTTP signature base and no Ethereum message begins with.
 */
export function toBeSigned(
  kind: MessageKind,
  transcript: Uint8Array,
  header: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  return encodeCbor([LABEL, MESSAGE_TYPES[kind], transcript, header, payload]);
}
