import { bytesToHex } from '@noble/hashes/utils.js';
import { TeeError } from '../TeeError.ts';
import { DerFields } from '../x509/DerFields.ts';
import { DER_TAG } from '../x509/DerNode.ts';
import type { DerNode } from '../x509/DerNode.ts';
import { readDer } from '../x509/readDer.ts';
import { readDerOid } from '../x509/readDerOid.ts';
import { readDerUint } from '../x509/readDerUint.ts';
import type { Certificate } from '../x509/types.ts';

const SGX = '1.2.840.113741.1.13.1';
const TCB = `${SGX}.2`;
const PCE_SVN = `${TCB}.17`;
const PCE_ID = `${SGX}.3`;
const FMSPC = `${SGX}.4`;
const COMPONENTS = 16;

/** What a PCK certificate says about its platform: Intel, "PCK Certificate and CRL Profile", SGX extensions. */
export interface PckExtension {
  /** Hex, 6 bytes. */
  readonly fmspc: string;
  /** Hex, 2 bytes. */
  readonly pceId: string;
  readonly pceSvn: number;
  /** The 16 components of the TCB. */
  readonly components: readonly number[];
}

/** Reads SEQUENCE OF SEQUENCE { OID, value } into a map. */
function readPairs(node: DerNode, what: string): ReadonlyMap<string, DerNode> {
  const pairs = new Map<string, DerNode>();
  const all = new DerFields(node, DER_TAG.sequence, what);
  for (const item of all.rest()) {
    const fields = new DerFields(item, DER_TAG.sequence, what);
    const id = readDerOid(fields.take('identifier'));
    if (pairs.has(id)) throw fields.fault(`${id} occurs twice`);
    pairs.set(id, fields.take('value'));
    fields.end();
  }
  return pairs;
}

function get(pairs: ReadonlyMap<string, DerNode>, id: string): DerNode {
  const node = pairs.get(id);
  if (node === undefined) throw new TeeError('certificate-malformed', `PCK certificate: ${id} is missing`);
  return node;
}

function getHex(pairs: ReadonlyMap<string, DerNode>, id: string, length: number): string {
  const { tag, content, offset } = get(pairs, id);
  if (tag !== DER_TAG.octetString || content.length !== length) {
    throw new TeeError('certificate-malformed', `PCK certificate: ${id} is not ${length} bytes`, { offset });
  }
  return bytesToHex(content);
}

/**
 * Reads the SGX extension of a PCK certificate.
 *
 * @throws TeeError `certificate-malformed` if it or one of the fields named above is missing or of another form.
 */
export function parsePckExtension(certificate: Certificate): PckExtension {
  const extension = certificate.extensions.get(SGX);
  if (extension === undefined) throw new TeeError('certificate-malformed', `PCK certificate: ${SGX} is missing`);
  const pairs = readPairs(readDer(extension.value), 'SGX extension');
  const tcb = readPairs(get(pairs, TCB), 'SGX TCB');
  return {
    fmspc: getHex(pairs, FMSPC, 6),
    pceId: getHex(pairs, PCE_ID, 2),
    pceSvn: readDerUint(get(tcb, PCE_SVN), 65_535, 'PCESVN'),
    components: Array.from({ length: COMPONENTS }, (_, index) =>
      readDerUint(get(tcb, `${TCB}.${index + 1}`), 255, `TCB component ${index + 1}`),
    ),
  };
}
