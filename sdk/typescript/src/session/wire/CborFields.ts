import { decode } from 'cborg';
import { equalBytes } from '../../encoding/equalBytes.ts';
import { SessionError } from '../SessionError.ts';
import { encodeCbor } from './encodeCbor.ts';
import type { CborValue } from './encodeCbor.ts';

const STRICT = {
  allowIndefinite: false,
  allowInfinity: false,
  allowNaN: false,
  allowUndefined: false,
  allowBigInt: false,
  strict: true,
  useMaps: true,
};

/** Reads the fields of one CBOR array in their order, in its only encoding. */
export class CborFields {
  readonly #what: string;
  readonly #fields: readonly unknown[];
  #at = 0;

  /**
   * @param bytes One array that fills all the bytes.
   * @param what Names it in messages.
   * @throws SessionError `message-malformed`
   */
  constructor(bytes: Uint8Array, what: string) {
    this.#what = what;
    let value: unknown;
    try {
      value = decode(bytes, STRICT);
    } catch (cause) {
      throw this.#fault('it is not CBOR', cause);
    }
    if (!isPlain(value) || !Array.isArray(value)) {
      throw this.#fault('expected an array of unsigned integers, byte strings, texts and arrays of integers');
    }
    // Catches whatever other spelling a decoder may let pass: signatures and hashes are over one encoding.
    if (!equalBytes(encodeCbor(value as readonly CborValue[]), bytes)) throw this.#fault('not the shortest encoding');
    this.#fields = value as readonly unknown[];
  }

  uint(name: string, maximum = Number.MAX_SAFE_INTEGER): number {
    const value = this.#next();
    if (typeof value === 'number' && value <= maximum) return value;
    throw this.#fault(`${name}: expected an integer from 0 to ${maximum}`);
  }

  bytes(name: string, minimum: number, maximum = minimum): Uint8Array {
    const value = this.#next();
    if (value instanceof Uint8Array && value.length >= minimum && value.length <= maximum) return value;
    const length = minimum === maximum ? String(minimum) : `${minimum} to ${maximum}`;
    throw this.#fault(`${name}: expected ${length} bytes`);
  }

  text(name: string, accepts: (text: string) => boolean): string {
    const value = this.#next();
    if (typeof value === 'string' && accepts(value)) return value;
    throw this.#fault(`${name}: not a text of the form that the protocol demands`);
  }

  /** Different integers, at least one and at most 16. */
  uints(name: string): readonly number[] {
    const value = this.#next();
    if (Array.isArray(value) && value.length > 0 && value.length <= 16) {
      const numbers = value.filter((entry): entry is number => typeof entry === 'number' && entry <= 0xffff);
      if (numbers.length === value.length && new Set(numbers).size === numbers.length) return numbers;
    }
    throw this.#fault(`${name}: expected 1 to 16 different integers from 0 to 65535`);
  }

  /** There must be no further field. */
  end(): void {
    if (this.#at === this.#fields.length) return;
    throw this.#fault(`expected ${this.#at} fields, got ${this.#fields.length}`);
  }

  #next(): unknown {
    return this.#fields[this.#at++];
  }

  #fault(reason: string, cause?: unknown): SessionError {
    return new SessionError('message-malformed', `${this.#what}: ${reason}`, { cause });
  }
}

function isPlain(value: unknown, depth = 0): value is CborValue {
  if (Array.isArray(value)) return depth < 2 && value.every((entry) => isPlain(entry, depth + 1));
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0;
  return typeof value === 'string' || value instanceof Uint8Array;
}
