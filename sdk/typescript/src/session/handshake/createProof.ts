import { hexToBytes } from '@noble/hashes/utils.js';
import { PROTOCOL_VERSION } from '../constants.ts';
import type { SessionAead } from '../constants.ts';
import type { SessionContext } from '../createSessionContext.ts';
import { sealBytes } from '../sealBytes.ts';
import { addCiphertext } from '../wire/addCiphertext.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';
import { MESSAGE_TYPES } from '../wire/types.ts';
import { extendTranscript } from './extendTranscript.ts';
import { proofKeys } from './proofKeys.ts';
import { signPayload } from './signPayload.ts';

/** Makes the message "finish" or "done": the whole transcript signed, under a key of all three secrets. */
export async function createProof(
  context: SessionContext,
  kind: 'finish' | 'done',
  options: { contextId: string; transcript: Uint8Array; secret: Uint8Array; aead: SessionAead },
): Promise<{ message: Uint8Array; transcript: Uint8Array }> {
  const { transcript, secret, aead } = options;
  const header = encodeCbor([PROTOCOL_VERSION, MESSAGE_TYPES[kind], hexToBytes(options.contextId)]);
  const payload = encodeCbor([Math.floor(context.now())]);
  const signed = await signPayload(context, kind, { transcript, header, payload });
  const message = addCiphertext(header, await sealBytes(aead, proofKeys(secret, kind, transcript), signed, header));
  return { message, transcript: extendTranscript(transcript, message, payload) };
}
