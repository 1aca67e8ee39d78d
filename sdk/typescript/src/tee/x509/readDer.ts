import { TeeError } from '../TeeError.ts';
import type { DerNode } from './DerNode.ts';

const CONSTRUCTED = 0x20;
/** Nothing in a certificate is nested deeper; the limit keeps hostile input off the stack. */
const MAX_DEPTH = 24;

/** A length octet of 0x80 plus this many says that as many length bytes follow. */
const MAX_LENGTH_BYTES = 3;

interface Header {
  readonly tag: number;
  readonly contentBegin: number;
  readonly end: number;
}

function fault(problem: string, offset: number): TeeError {
  return new TeeError('der-malformed', `DER: ${problem}`, { offset });
}

/** X.690 8.1.3 under the restrictions of 10.1: definite lengths in the fewest bytes. */
function readLength(bytes: Uint8Array, at: number, limit: number): { length: number; next: number } {
  if (at >= limit) throw fault('the length is missing', at);
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { length: first, next: at + 1 };
  const count = first - 0x80;
  if (count === 0) throw fault('indefinite length', at);
  if (count > MAX_LENGTH_BYTES) throw fault(`a length of ${count} bytes`, at);
  const next = at + 1 + count;
  if (next > limit) throw fault('the length is cut off', at);
  const length = bytes.subarray(at + 1, next).reduce((sum, byte) => sum * 256 + byte, 0);
  if (length < 0x80 || length < 256 ** (count - 1)) throw fault('the length takes more bytes than it needs', at);
  return { length, next };
}

function readHeader(bytes: Uint8Array, begin: number, limit: number): Header {
  const tag = bytes[begin] ?? 0;
  if ((tag & 0x1f) === 0x1f) throw fault('a tag of several bytes', begin);
  const { length, next } = readLength(bytes, begin + 1, limit);
  const end = next + length;
  if (end > limit) throw fault(`an element of ${length} bytes with ${limit - next} left`, begin);
  return { tag, contentBegin: next, end };
}

function readNode(bytes: Uint8Array, begin: number, limit: number, depth: number): DerNode {
  if (depth > MAX_DEPTH) throw fault(`nested more than ${MAX_DEPTH} deep`, begin);
  const { tag, contentBegin, end } = readHeader(bytes, begin, limit);
  const children: DerNode[] = [];
  if ((tag & CONSTRUCTED) !== 0) {
    for (let at = contentBegin; at < end;) {
      const child = readNode(bytes, at, end, depth + 1);
      children.push(child);
      at += child.raw.length;
    }
  }
  return { tag, offset: begin, raw: bytes.subarray(begin, end), content: bytes.subarray(contentBegin, end), children };
}

/**
 * Reads one DER element that fills all the bytes: ITU-T X.690, distinguished encoding.
 *
 * Refused are indefinite and overlong lengths, tags of several bytes, deep nesting and trailing bytes, so that two
 * different inputs never read as the same structure.
 *
 * @param bytes The element.
 * @returns The tree of its elements; contents are views, nothing is copied.
 * @throws TeeError `der-malformed` with the offset.
 */
export function readDer(bytes: Uint8Array): DerNode {
  if (bytes.length === 0) throw fault('no bytes', 0);
  const node = readNode(bytes, 0, bytes.length, 0);
  if (node.raw.length !== bytes.length) throw fault('bytes follow after the end', node.raw.length);
  return node;
}
