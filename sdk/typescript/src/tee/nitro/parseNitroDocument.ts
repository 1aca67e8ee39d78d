import { bytesToHex } from '@noble/hashes/utils.js';
import { assertSize } from '../assertSize.ts';
import { TEE_LIMITS } from '../limits.ts';
import { TeeError } from '../TeeError.ts';
import { decodeCbor } from './decodeCbor.ts';

/** Tag 18, COSE_Sign1, which RFC 9052 allows to be left out. */
const COSE_SIGN1_TAG = 0xd2;
/** {1: -35}: algorithm ES384. Nothing else may be in the protected header. */
const PROTECTED_HEADER = 'a1013822';
const SIGNATURE_BYTES = 96;

const FIELDS: readonly string[] = [
  'module_id',
  'digest',
  'timestamp',
  'pcrs',
  'certificate',
  'cabundle',
  'public_key',
  'user_data',
  'nonce',
];
const MAX_PCR = 31;
/** Largest accepted `public_key`, `user_data` and `nonce`; the module's own limits are 1024, 512 and 512. */
const MAX_OPTIONAL_BYTES = 1024;
const PCR_BYTES = 48;

/** An AWS Nitro attestation document as read, nothing about it verified. */
export interface NitroDocument {
  /** What was signed: the protected header and the payload as they stand in the document. */
  readonly protectedHeader: Uint8Array;
  readonly payload: Uint8Array;
  /** ES384: r ‖ s. */
  readonly signature: Uint8Array;
  readonly moduleId: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** Platform configuration registers by index, 48 bytes each; 0, 1 and 2 are always there. */
  readonly pcrs: ReadonlyMap<number, Uint8Array>;
  /** DER of the certificate that signed. */
  readonly certificate: Uint8Array;
  /** DER of its issuers, root first. */
  readonly caBundle: readonly Uint8Array[];
  readonly publicKey: Uint8Array | null;
  readonly userData: Uint8Array | null;
  readonly nonce: Uint8Array | null;
}

function fault(problem: string): TeeError {
  return new TeeError('evidence-malformed', `Nitro document: ${problem}`);
}

function readBytes(value: unknown, field: string, min: number, max: number): Uint8Array {
  if (!(value instanceof Uint8Array)) throw fault(`${field} is not a byte string`);
  if (value.length < min || value.length > max) {
    throw fault(`${field} has ${value.length} bytes, not ${min} to ${max}`);
  }
  return value;
}

function readOptional(value: unknown, field: string): Uint8Array | null {
  return value === undefined || value === null ? null : readBytes(value, field, 0, MAX_OPTIONAL_BYTES);
}

function readPcrs(value: unknown): ReadonlyMap<number, Uint8Array> {
  if (!(value instanceof Map)) throw fault('pcrs is not a map');
  const pcrs = new Map<number, Uint8Array>();
  for (const [key, pcr] of value as ReadonlyMap<unknown, unknown>) {
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 0 || key > MAX_PCR) {
      throw fault(`pcrs has a key that is none of 0 to ${MAX_PCR}`);
    }
    pcrs.set(key, readBytes(pcr, `PCR${key}`, PCR_BYTES, PCR_BYTES));
  }
  for (const index of [0, 1, 2]) {
    if (!pcrs.has(index)) throw fault(`PCR${index} is missing`);
  }
  return pcrs;
}

function readBundle(value: unknown): Uint8Array[] {
  if (!Array.isArray(value)) throw fault('cabundle is not a list');
  if (value.length === 0 || value.length >= TEE_LIMITS.chainLength) {
    throw fault(`cabundle has ${value.length} certificates, not 1 to ${TEE_LIMITS.chainLength - 1}`);
  }
  return value.map((item: unknown) => readBytes(item, 'cabundle', 1, TEE_LIMITS.certificate));
}

/** Takes the four parts of a COSE_Sign1 apart: RFC 9052 4.2. */
function readEnvelope(bytes: Uint8Array): Pick<NitroDocument, 'protectedHeader' | 'payload' | 'signature'> {
  const envelope = decodeCbor(bytes[0] === COSE_SIGN1_TAG ? bytes.subarray(1) : bytes, 'COSE_Sign1');
  if (!Array.isArray(envelope) || envelope.length !== 4) throw fault('not a COSE_Sign1 of four parts');
  const [header, unprotectedHeader, content, signature] = envelope as readonly unknown[];
  const protectedHeader = readBytes(header, 'protected header', 1, 64);
  if (bytesToHex(protectedHeader) !== PROTECTED_HEADER) {
    throw new TeeError('algorithm-unsupported', 'Nitro document: the protected header is not ES384 alone');
  }
  if (!(unprotectedHeader instanceof Map) || unprotectedHeader.size > 0)
    throw fault('the unprotected header is not empty');
  return {
    protectedHeader,
    payload: readBytes(content, 'payload', 1, TEE_LIMITS.nitroDocument),
    signature: readBytes(signature, 'signature', SIGNATURE_BYTES, SIGNATURE_BYTES),
  };
}

/**
 * Reads an AWS Nitro attestation document: COSE_Sign1 (RFC 9052) around the CBOR map of the AWS documentation
 * "Verifying the root of trust". Nothing is verified here.
 *
 * @param bytes The document, with or without CBOR tag 18.
 * @throws TeeError `input-too-large`, `evidence-malformed` or `algorithm-unsupported`.
 */
export function parseNitroDocument(bytes: Uint8Array): NitroDocument {
  assertSize(bytes, TEE_LIMITS.nitroDocument, 'Nitro document');
  const envelope = readEnvelope(bytes);
  const content = decodeCbor(envelope.payload, 'Nitro payload');
  if (!(content instanceof Map)) throw fault('the payload is not a map');
  const map = content as ReadonlyMap<unknown, unknown>;
  for (const key of map.keys()) {
    if (typeof key !== 'string' || !FIELDS.includes(key)) throw fault('a field that the format does not have');
  }
  const moduleId = map.get('module_id');
  const timestamp = map.get('timestamp');
  if (typeof moduleId !== 'string' || moduleId.length === 0) throw fault('module_id is not a text');
  if (map.get('digest') !== 'SHA384') throw fault('digest is not SHA384');
  if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp) || timestamp <= 0 || timestamp > 8.64e15) {
    throw fault('timestamp is not a moment in milliseconds');
  }
  return {
    ...envelope,
    moduleId,
    timestamp,
    pcrs: readPcrs(map.get('pcrs')),
    certificate: readBytes(map.get('certificate'), 'certificate', 1, TEE_LIMITS.certificate),
    caBundle: readBundle(map.get('cabundle')),
    publicKey: readOptional(map.get('public_key'), 'public_key'),
    userData: readOptional(map.get('user_data'), 'user_data'),
    nonce: readOptional(map.get('nonce'), 'nonce'),
  };
}
