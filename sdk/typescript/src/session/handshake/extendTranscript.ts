import { sha256 } from '@noble/hashes/sha2.js';
import { LABEL } from '../constants.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';

/**
 * The transcript after a message. The payload goes in besides the message that seals it, because these AEADs don't
 * commit to one plaintext.
 *
 * @param transcript The transcript before it.
 * @param message The message as sent.
 * @param payload What it seals, without the signature.
 */
export function extendTranscript(transcript: Uint8Array, message: Uint8Array, payload: Uint8Array): Uint8Array {
  return sha256(encodeCbor([LABEL, transcript, message, payload]));
}
