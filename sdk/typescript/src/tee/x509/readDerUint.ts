import { TeeError } from '../TeeError.ts';
import { DER_TAG } from './DerNode.ts';
import type { DerNode } from './DerNode.ts';

/**
 * Reads an INTEGER that must not be negative: X.690 8.3.
 *
 * @param max Largest accepted value, at most 2^48.
 * @throws TeeError `certificate-malformed` for negative, overlong and too large values.
 */
export function readDerUint(node: DerNode, max: number, what: string): number {
  const fault = (problem: string) =>
    new TeeError('certificate-malformed', `${what}: ${problem}`, { offset: node.offset });
  if (node.tag !== DER_TAG.integer) throw fault(`tag ${node.tag} where an INTEGER belongs`);
  const [first, second = 0] = node.content;
  if (first === undefined) throw fault('an INTEGER without content');
  if (first >= 0x80) throw fault('a negative INTEGER');
  if (first === 0 && node.content.length > 1 && second < 0x80) throw fault('an INTEGER with leading zeros');
  if (node.content.length > 7) throw fault('an INTEGER that is too large');
  const value = node.content.reduce((sum, byte) => sum * 256 + byte, 0);
  if (value > max) throw fault(`${value} where at most ${max} is possible`);
  return value;
}
