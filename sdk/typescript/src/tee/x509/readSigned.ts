import { bytesToHex } from '@noble/hashes/utils.js';
import { DerFields } from './DerFields.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';
import { readDer } from './readDer.ts';
import { readDerBits } from './readDerBits.ts';
import { readSignatureAlgorithm } from './readSignatureAlgorithm.ts';
import type { SignatureAlgorithm } from './types.ts';

/** The outer shell that certificates and revocation lists share. */
export interface Signed {
  readonly body: DerNode;
  readonly algorithm: SignatureAlgorithm;
  /** The AlgorithmIdentifier in hex, which the body must repeat. */
  readonly algorithmHex: string;
  readonly signature: Uint8Array;
}

/**
 * Reads SEQUENCE { body, AlgorithmIdentifier, BIT STRING }: RFC 5280 4.1.1 and 5.1.1.
 *
 * @throws TeeError `der-malformed`, `certificate-malformed` or `algorithm-unsupported`.
 */
export function readSigned(der: Uint8Array, what: string): Signed {
  const fields = new DerFields(readDer(der), DER_TAG.sequence, what);
  const body = fields.take('signed part', DER_TAG.sequence);
  const identifier = fields.take('signature algorithm', DER_TAG.sequence);
  const { bytes, unused } = readDerBits(fields.take('signature'), 'signature');
  fields.end();
  if (unused !== 0) throw fields.fault('unused bits in the signature');
  return {
    body,
    algorithm: readSignatureAlgorithm(identifier),
    algorithmHex: bytesToHex(identifier.raw),
    signature: bytes,
  };
}
