/** One element of a DER structure: a view into the bytes it was read from. */
export interface DerNode {
  /** The identifier octet, class and constructed bit included: 0x30 is SEQUENCE, 0xa0 is [0] constructed. */
  readonly tag: number;
  /** Offset of the identifier octet in the outermost structure. */
  readonly offset: number;
  /** The whole element, header included. */
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
  /** The elements inside; empty for primitive ones. */
  readonly children: readonly DerNode[];
}

/** The universal tags that certificates use. */
export const DER_TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;
