import { bytesToHex } from '@noble/hashes/utils.js';
import type { SessionKeyId } from '../types.ts';
import { CborFields } from './CborFields.ts';

/** What is sealed in the answer. */
export interface AnswerPayload {
  /** Where the initiator's next message goes: 32 hexadecimal digits. */
  readonly contextId: string;
  readonly signingKeyId: SessionKeyId;
  /** The key encapsulated to the initiator's key on the chain. */
  readonly staticEnc: Uint8Array;
  readonly aead: number;
  readonly created: number;
}

/** @throws SessionError `message-malformed` */
export function parseAnswerPayload(bytes: Uint8Array): AnswerPayload {
  const fields = new CborFields(bytes, 'answer');
  const payload = {
    contextId: bytesToHex(fields.bytes('context id', 16)),
    signingKeyId: `0x${bytesToHex(fields.bytes('signing key', 32))}`,
    staticEnc: fields.bytes('encapsulated key', 32),
    aead: fields.uint('AEAD', 0xffff),
    created: fields.uint('created'),
  } as const;
  fields.end();
  return payload;
}
