import { bytesToHex } from '@noble/hashes/utils.js';
import { TeeError } from '../TeeError.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';

/** 20 octets by RFC 5280 4.1.2.2, and one for the sign. */
const MAX_BYTES = 21;

/**
 * Reads a serial number. Zero is accepted, against RFC 5280, because every VCEK of AMD has it.
 *
 * @returns The content in hex. DER allows one form only, so equal texts mean equal numbers.
 * @throws TeeError `certificate-malformed`.
 */
export function readSerialNumber(node: DerNode): string {
  const [first = 0x80, second = 0] = node.content;
  const isLong = first === 0 && node.content.length > 1 && second < 0x80;
  if (node.tag !== DER_TAG.integer || first >= 0x80 || isLong || node.content.length > MAX_BYTES) {
    throw new TeeError('certificate-malformed', 'serial number: not a DER INTEGER of 0 to 20 bytes', {
      offset: node.offset,
    });
  }
  return bytesToHex(node.content);
}
