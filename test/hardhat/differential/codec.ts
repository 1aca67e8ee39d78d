import type { ParamType } from 'ethers';
import { must } from './must.ts';

/** What the ABI knows here: numbers are bigints; addresses, bytes and texts are strings, hex in lower case. */
export type Value = bigint | boolean | string | readonly Value[];

/**
 * ABI encoding of one type. Written for speed (a run encodes millions of values); `run.ts` compares a sample of its
 * results with those of ethers in every run.
 */
export interface Codec {
  readonly dynamic: boolean;
  /** Bytes that the type takes in the head of its tuple. */
  readonly headSize: number;
  /** Hex without prefix. */
  encode(value: Value): string;
  /** Reads at `offset` (in bytes) of hex without prefix. */
  decode(data: string, offset: number): Value;
}

const TWO_256 = 1n << 256n;

function word(data: string, offset: number): string {
  const text = data.slice(2 * offset, 2 * offset + 64);
  if (text.length !== 64) throw new Error(`data ends before the word at ${offset}`);
  return text;
}

function numberAt(data: string, offset: number): number {
  return Number(BigInt(`0x${word(data, offset)}`));
}

function mismatch(type: string, value: Value): Error {
  return new Error(`not a ${type}: ${String(value)}`);
}

function integerCodec(type: string): Codec {
  const signed = type.startsWith('int');
  const bits = BigInt(type.slice(signed ? 3 : 4));
  const limit = 1n << (signed ? bits - 1n : bits);
  const least = signed ? -limit : 0n;
  return {
    dynamic: false,
    headSize: 32,
    encode(value) {
      if (typeof value !== 'bigint' || value < least || value >= limit) throw mismatch(type, value);
      return (value < 0n ? value + TWO_256 : value).toString(16).padStart(64, '0');
    },
    decode(data, offset) {
      const value = BigInt(`0x${word(data, offset)}`);
      return signed && value >> 255n ? value - TWO_256 : value;
    },
  };
}

const boolCodec: Codec = {
  dynamic: false,
  headSize: 32,
  encode(value) {
    if (typeof value !== 'boolean') throw mismatch('bool', value);
    return (value ? '1' : '0').padStart(64, '0');
  },
  decode: (data, offset) => BigInt(`0x${word(data, offset)}`) !== 0n,
};

const addressCodec: Codec = {
  dynamic: false,
  headSize: 32,
  encode(value) {
    if (typeof value !== 'string' || value.length !== 42) throw mismatch('address', value);
    return value.slice(2).toLowerCase().padStart(64, '0');
  },
  decode: (data, offset) => `0x${word(data, offset).slice(24)}`,
};

function fixedBytesCodec(size: number): Codec {
  return {
    dynamic: false,
    headSize: 32,
    encode(value) {
      if (typeof value !== 'string' || value.length !== 2 + 2 * size) throw mismatch(`bytes${size}`, value);
      return value.slice(2).padEnd(64, '0');
    },
    decode: (data, offset) => `0x${word(data, offset).slice(0, 2 * size)}`,
  };
}

function encodeBytes(hex: string): string {
  const padded = hex.padEnd(64 * Math.ceil(hex.length / 64), '0');
  return (hex.length / 2).toString(16).padStart(64, '0') + padded;
}

function decodeBytes(data: string, offset: number): string {
  const size = numberAt(data, offset);
  return data.slice(2 * (offset + 32), 2 * (offset + 32 + size));
}

const bytesCodec: Codec = {
  dynamic: true,
  headSize: 32,
  encode(value) {
    if (typeof value !== 'string' || !value.startsWith('0x')) throw mismatch('bytes', value);
    return encodeBytes(value.slice(2));
  },
  decode: (data, offset) => `0x${decodeBytes(data, offset)}`,
};

const stringCodec: Codec = {
  dynamic: true,
  headSize: 32,
  encode(value) {
    if (typeof value !== 'string') throw mismatch('string', value);
    return encodeBytes(Buffer.from(value, 'utf8').toString('hex'));
  },
  decode: (data, offset) => Buffer.from(decodeBytes(data, offset), 'hex').toString('utf8'),
};

function sequence(parts: readonly Codec[], values: readonly Value[]): string {
  let tailOffset = parts.reduce((sum, part) => sum + part.headSize, 0);
  let heads = '';
  let tails = '';
  parts.forEach((part, i) => {
    const text = part.encode(must(values[i]));
    if (!part.dynamic) {
      heads += text;
      return;
    }
    heads += tailOffset.toString(16).padStart(64, '0');
    tails += text;
    tailOffset += text.length / 2;
  });
  return heads + tails;
}

function readSequence(parts: readonly Codec[], data: string, start: number): Value[] {
  let head = start;
  return parts.map((part) => {
    const value = part.decode(data, part.dynamic ? start + numberAt(data, head) : head);
    head += part.headSize;
    return value;
  });
}

/** The codec of a tuple; also that of the arguments of a function. */
export function tupleCodec(parts: readonly Codec[]): Codec {
  const dynamic = parts.some((part) => part.dynamic);
  return {
    dynamic,
    headSize: dynamic ? 32 : parts.reduce((sum, part) => sum + part.headSize, 0),
    encode(value) {
      if (!Array.isArray(value) || value.length !== parts.length) throw mismatch(`tuple of ${parts.length}`, value);
      return sequence(parts, value);
    },
    decode: (data, offset) => readSequence(parts, data, offset),
  };
}

function arrayCodec(item: Codec, length: number | null): Codec {
  const items = (count: number): Codec[] => new Array<Codec>(count).fill(item);
  if (length !== null) return tupleCodec(items(length));
  return {
    dynamic: true,
    headSize: 32,
    encode(value) {
      if (!Array.isArray(value)) throw mismatch('array', value);
      return value.length.toString(16).padStart(64, '0') + sequence(items(value.length), value);
    },
    decode: (data, offset) => readSequence(items(numberAt(data, offset)), data, offset + 32),
  };
}

/** The codec of a type as ethers describes it. */
export function codecOf(type: ParamType): Codec {
  if (type.isArray()) {
    return arrayCodec(codecOf(type.arrayChildren), type.arrayLength === -1 ? null : type.arrayLength);
  }
  if (type.isTuple()) return tupleCodec(type.components.map(codecOf));
  if (/^u?int\d+$/.test(type.baseType)) return integerCodec(type.baseType);
  if (/^bytes\d+$/.test(type.baseType)) return fixedBytesCodec(Number(type.baseType.slice(5)));
  if (type.baseType === 'bool') return boolCodec;
  if (type.baseType === 'address') return addressCodec;
  if (type.baseType === 'bytes') return bytesCodec;
  if (type.baseType === 'string') return stringCodec;
  throw new Error(`no codec for ${type.format()}`);
}
