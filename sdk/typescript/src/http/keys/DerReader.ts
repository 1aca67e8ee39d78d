const LONG_FORM = 0x80;
const MOST_LENGTH_BYTES = 4;

/** Reads DER (ITU-T X.690), as far as keys need it. Every method throws a RangeError where the bytes don't fit. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  /** Whether the next element has a tag. */
  has(tag: number): boolean {
    return this.#bytes[this.#position] === tag;
  }

  /** The content of the next element, which must have that tag. */
  read(tag: number): Uint8Array {
    if (!this.has(tag)) throw new RangeError(`expected the tag ${tag} at byte ${this.#position}`);
    this.#position += 1;
    const length = this.#readLength();
    const begin = this.#position;
    if (begin + length > this.#bytes.length) throw new RangeError(`element at byte ${begin} ends too late`);
    this.#position = begin + length;
    return this.#bytes.subarray(begin, this.#position);
  }

  /** The next element as a reader of its own. */
  enter(tag: number): DerReader {
    return new DerReader(this.read(tag));
  }

  #readLength(): number {
    const first = this.#next();
    if (first < LONG_FORM) return first;
    const count = first - LONG_FORM;
    if (count === 0 || count > MOST_LENGTH_BYTES) throw new RangeError('length is not DER');
    let length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + this.#next();
    if (length < LONG_FORM || length < 256 ** (count - 1)) throw new RangeError('length is not DER');
    return length;
  }

  #next(): number {
    const byte = this.#bytes[this.#position];
    if (byte === undefined) throw new RangeError('the bytes end too early');
    this.#position += 1;
    return byte;
  }
}
