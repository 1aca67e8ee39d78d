import { hexToBytes } from '@noble/hashes/utils.js';
import { LABEL } from '../constants.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';

/** The `info` of the first message: whom it is for. */
export function helloInfo(did: string, registry: string, agreementKeyId: string): Uint8Array {
  return encodeCbor([LABEL, 'hello', did, registry, hexToBytes(agreementKeyId.slice(2))]);
}
