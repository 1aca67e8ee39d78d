import { bytesToHex } from '@noble/hashes/utils.js';
import type { SessionKeyId } from '../types.ts';
import { CborFields } from './CborFields.ts';
import { isDid } from './isDid.ts';
import { isRegistry } from './isRegistry.ts';

/** What is sealed in the first message. */
export interface HelloPayload {
  readonly initiatorDid: string;
  readonly initiatorRegistry: string;
  readonly responderDid: string;
  readonly responderRegistry: string;
  readonly signingKeyId: SessionKeyId;
  readonly agreementKeyId: SessionKeyId;
  readonly ephemeralKey: Uint8Array;
  readonly aeads: readonly number[];
  readonly created: number;
}

/** @throws SessionError `message-malformed` */
export function parseHelloPayload(bytes: Uint8Array): HelloPayload {
  const fields = new CborFields(bytes, 'hello');
  const payload = {
    initiatorDid: fields.text("the initiator's DID", isDid),
    initiatorRegistry: fields.text("the initiator's registry", isRegistry),
    responderDid: fields.text("the responder's DID", isDid),
    responderRegistry: fields.text("the responder's registry", isRegistry),
    signingKeyId: `0x${bytesToHex(fields.bytes('signing key', 32))}`,
    agreementKeyId: `0x${bytesToHex(fields.bytes('key-agreement key', 32))}`,
    ephemeralKey: fields.bytes('ephemeral key', 32),
    aeads: fields.uints('AEADs'),
    created: fields.uint('created'),
  } as const;
  fields.end();
  return payload;
}
