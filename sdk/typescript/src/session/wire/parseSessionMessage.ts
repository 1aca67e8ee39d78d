import { bytesToHex } from '@noble/hashes/utils.js';
import {
  MAX_HANDSHAKE_BYTES,
  MAX_PLAINTEXT_BYTES,
  MAX_RECORD_BYTES,
  PROTOCOL_VERSION,
  TAG_BYTES,
} from '../constants.ts';
import { SessionError } from '../SessionError.ts';
import { CborFields } from './CborFields.ts';
import { encodeCbor } from './encodeCbor.ts';
import { MESSAGE_TYPES } from './types.ts';
import type { SessionMessage } from './types.ts';

/**
 * Takes a message apart, so that a server can see which call it is for. Nothing in it is authenticated yet.
 *
 * @param bytes One message.
 * @throws SessionError `message-too-large`, `message-malformed`, `version-unsupported`
 */
export function parseSessionMessage(bytes: Uint8Array): SessionMessage {
  if (bytes.length > MAX_RECORD_BYTES) throw tooLarge(bytes.length, MAX_RECORD_BYTES);
  const fields = new CborFields(bytes, 'session message');
  const version = fields.uint('version');
  if (version !== PROTOCOL_VERSION) {
    const message = `the message is of protocol version ${version}; this library speaks version ${PROTOCOL_VERSION}`;
    throw new SessionError('version-unsupported', message, { details: { version } });
  }
  const type = fields.uint('type', MESSAGE_TYPES.record);
  if (type !== MESSAGE_TYPES.record && bytes.length > MAX_HANDSHAKE_BYTES) {
    throw tooLarge(bytes.length, MAX_HANDSHAKE_BYTES);
  }
  return readMessage(fields, type);
}

function readMessage(fields: CborFields, type: number): SessionMessage {
  if (type === MESSAGE_TYPES.record) return readRecord(fields);
  const id = fields.bytes('context id', 16);
  const contextId = bytesToHex(id);
  const start = [PROTOCOL_VERSION, type, id] as const;
  if (type === MESSAGE_TYPES.hello) {
    const keyId = fields.bytes('key-agreement key', 32);
    const enc = fields.bytes('encapsulated key', 32);
    const header = encodeCbor([...start, keyId, enc]);
    const agreementKeyId = bytesToHex(keyId);
    return { kind: 'hello', contextId, agreementKeyId, enc, header, ciphertext: readCiphertext(fields) };
  }
  if (type === MESSAGE_TYPES.answer) {
    const enc = fields.bytes('encapsulated key', 32);
    const header = encodeCbor([...start, enc]);
    return { kind: 'answer', contextId, enc, header, ciphertext: readCiphertext(fields) };
  }
  if (type !== MESSAGE_TYPES.finish && type !== MESSAGE_TYPES.done) {
    throw new SessionError('message-malformed', `session message: there is no type ${type}`, { details: { type } });
  }
  const kind = type === MESSAGE_TYPES.finish ? 'finish' : 'done';
  return { kind, contextId, header: encodeCbor(start), ciphertext: readCiphertext(fields) };
}

function readRecord(fields: CborFields): SessionMessage {
  const id = fields.bytes('session id', 16);
  const epoch = fields.uint('epoch');
  const sequence = fields.uint('sequence number');
  const header = encodeCbor([PROTOCOL_VERSION, MESSAGE_TYPES.record, id, epoch, sequence]);
  const ciphertext = readCiphertext(fields, MAX_PLAINTEXT_BYTES + TAG_BYTES);
  return { kind: 'record', sessionId: bytesToHex(id), epoch, sequence, header, ciphertext };
}

/** The last field. */
function readCiphertext(fields: CborFields, maximum = MAX_HANDSHAKE_BYTES): Uint8Array {
  const ciphertext = fields.bytes('ciphertext', TAG_BYTES, maximum);
  fields.end();
  return ciphertext;
}

function tooLarge(length: number, maximum: number): SessionError {
  const message = `the message has ${length} bytes; the most is ${maximum}`;
  return new SessionError('message-too-large', message, { details: { length, maximum } });
}
