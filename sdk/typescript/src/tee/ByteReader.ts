import { TeeError } from './TeeError.ts';

/** Reads a structure of fixed-size little-endian fields from the front; every read checks what is left. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #what: string;
  #offset = 0;

  /**
   * @param bytes The structure; not copied.
   * @param what Its name, for messages.
   */
  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#what = what;
  }

  get offset(): number {
    return this.#offset;
  }

  get left(): number {
    return this.#bytes.length - this.#offset;
  }

  /** The next `length` bytes, as a view. */
  bytes(length: number, field: string): Uint8Array {
    const begin = this.#advance(length, field);
    return this.#bytes.subarray(begin, begin + length);
  }

  u8(field: string): number {
    return this.#view.getUint8(this.#advance(1, field));
  }

  u16(field: string): number {
    return this.#view.getUint16(this.#advance(2, field), true);
  }

  u32(field: string): number {
    return this.#view.getUint32(this.#advance(4, field), true);
  }

  u64(field: string): bigint {
    return this.#view.getBigUint64(this.#advance(8, field), true);
  }

  /** Reads bytes that the format reserves and that must be zero. */
  zeros(length: number, field: string): void {
    const begin = this.#offset;
    const index = this.bytes(length, field).findIndex((byte) => byte !== 0);
    if (index >= 0) throw this.fault('evidence-malformed', `${field} must be zero`, begin + index);
  }

  /** Demands that nothing is left. */
  end(): void {
    if (this.left > 0) throw this.fault('input-trailing', `${this.left} bytes follow after its end`, this.#offset);
  }

  /** An error about this structure; at the current place unless told otherwise. */
  fault(
    code: 'evidence-malformed' | 'input-trailing' | 'input-truncated' | 'version-unsupported' | 'algorithm-unsupported',
    problem: string,
    offset = this.#offset,
  ): TeeError {
    return new TeeError(code, `${this.#what}: ${problem}`, { offset });
  }

  #advance(length: number, field: string): number {
    const begin = this.#offset;
    if (length > this.left) {
      throw this.fault('input-truncated', `${field} needs ${length} bytes, ${this.left} are left`);
    }
    this.#offset += length;
    return begin;
  }
}
