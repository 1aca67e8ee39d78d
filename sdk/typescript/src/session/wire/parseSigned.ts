import { CborFields } from './CborFields.ts';

/** What every handshake message seals. */
export interface Signed {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** @throws SessionError `message-malformed` */
export function parseSigned(bytes: Uint8Array): Signed {
  const fields = new CborFields(bytes, 'sealed content');
  const payload = fields.bytes('payload', 1, 4096);
  const signature = fields.bytes('signature', 64);
  fields.end();
  return { payload, signature };
}
