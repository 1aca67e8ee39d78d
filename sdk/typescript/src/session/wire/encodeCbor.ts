import { encode } from 'cborg';

/** What messages are made of: arrays of unsigned integers, byte strings and texts. */
export type CborValue = number | string | Uint8Array | readonly CborValue[];

/** Encodes by the core rules of RFC 8949, section 4.2.1. Without maps and floats there is one encoding of a value. */
export function encodeCbor(value: CborValue): Uint8Array {
  return encode(value);
}
