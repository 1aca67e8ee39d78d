import { TeeError } from '../TeeError.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';

/** Enough for every arc that is in use, and exact in a number. */
const MAX_ARC = 2 ** 31;

/**
 * Reads an OBJECT IDENTIFIER: X.690 8.19.
 *
 * @returns Its dotted form, for example `1.2.840.10045.4.3.2`.
 * @throws TeeError `certificate-malformed`.
 */
export function readDerOid(node: DerNode): string {
  const fault = (problem: string) =>
    new TeeError('certificate-malformed', `OBJECT IDENTIFIER: ${problem}`, { offset: node.offset });
  if (node.tag !== DER_TAG.oid) throw fault(`tag ${node.tag}`);
  if (node.content.length === 0) throw fault('no content');
  const arcs: number[] = [];
  let arc = 0;
  let inside = false;
  for (const byte of node.content) {
    if (!inside && byte === 0x80) throw fault('an arc with leading zeros');
    arc = arc * 128 + (byte & 0x7f);
    if (arc > MAX_ARC) throw fault('an arc beyond 2^31');
    inside = byte >= 0x80;
    if (!inside) {
      arcs.push(arc);
      arc = 0;
    }
  }
  if (inside) throw fault('the last arc is cut off');
  const [head = 0, ...others] = arcs;
  const first = Math.min(Math.floor(head / 40), 2);
  return [first, head - first * 40, ...others].join('.');
}
