import { TeeError } from '../TeeError.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';

/** The bits of a BIT STRING; bit 0 is the highest one of the first byte. */
export interface DerBits {
  readonly bytes: Uint8Array;
  /** How many of the lowest bits of the last byte do not belong to it. */
  readonly unused: number;
}

/**
 * Reads a BIT STRING: X.690 8.6 under the restrictions of 11.2 (unused bits are zero).
 *
 * @throws TeeError `certificate-malformed`.
 */
export function readDerBits(node: DerNode, what: string): DerBits {
  const fault = (problem: string) =>
    new TeeError('certificate-malformed', `${what}: ${problem}`, { offset: node.offset });
  if (node.tag !== DER_TAG.bitString) throw fault(`tag ${node.tag} where a BIT STRING belongs`);
  const [unused] = node.content;
  const bytes = node.content.subarray(1);
  if (unused === undefined || unused > 7 || (unused > 0 && bytes.length === 0)) throw fault('a malformed BIT STRING');
  if (((bytes.at(-1) ?? 0) & ((1 << unused) - 1)) !== 0) throw fault('unused bits of a BIT STRING are set');
  return { bytes, unused };
}
