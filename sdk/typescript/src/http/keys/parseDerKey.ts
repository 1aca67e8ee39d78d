import { encodeBase64Url } from '../../encoding/encodeBase64Url.ts';
import { DerReader } from './DerReader.ts';
import { EC_CURVES } from './ecCurves.ts';
import type { Jwk } from './types.ts';

/** The structures that hold keys: RFC 5280 section 4.1, RFC 5208 section 5, RFC 8017 appendix A.1, RFC 5915. */
export type DerKeyForm = 'spki' | 'pkcs8' | 'pkcs1-public' | 'pkcs1-private' | 'sec1';

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OID = 0x06;
const SEQUENCE = 0x30;
const CONTEXT_0 = 0xa0;

/** Object identifiers, their content in hexadecimal. */
const RSA = '2a864886f70d010101';
const RSA_PSS = '2a864886f70d01010a';
const EC = '2a8648ce3d0201';
/** RFC 8410. */
const OCTET_KEYS: Readonly<Record<string, string>> = { '2b6570': 'Ed25519', '2b656e': 'X25519' };
const CURVES: Readonly<Record<string, keyof typeof EC_CURVES>> = {
  '2a8648ce3d030107': 'ecdsa-p256-sha256',
  '2b81040022': 'ecdsa-p384-sha384',
  '2b8104000a': 'es256k',
};

/**
 * Reads a key from DER. Keys under id-RSASSA-PSS (RFC 4055) are bound to PSS with SHA-512; such with parameters of
 * their own are refused.
 *
 * @param bytes The whole structure.
 * @param form Which structure it is.
 * @returns A JWK; the public part of a private EC, Ed25519 or X25519 key is left out.
 * @throws RangeError where the bytes deviate from the structure.
 */
export function parseDerKey(bytes: Uint8Array, form: DerKeyForm): Jwk {
  const outer = new DerReader(bytes);
  const reader = outer.enter(SEQUENCE);
  if (!outer.isAtEnd()) throw new RangeError('bytes follow the key');
  switch (form) {
    case 'spki':
      return parseSpki(reader);
    case 'pkcs8':
      return parsePkcs8(reader);
    case 'pkcs1-public':
      return rsaPublic(reader);
    case 'pkcs1-private':
      return rsaPrivate(reader);
    case 'sec1':
      return ecPrivate(reader);
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface AlgorithmIdentifier {
  readonly name: string;
  readonly curve: string | undefined;
}

function readAlgorithm(reader: DerReader): AlgorithmIdentifier {
  const sequence = reader.enter(SEQUENCE);
  const name = hex(sequence.read(OID));
  if (name === RSA_PSS && !sequence.isAtEnd()) throw new RangeError('PSS keys with parameters are not supported');
  return { name, curve: name === EC ? hex(sequence.read(OID)) : undefined };
}

function parseSpki(reader: DerReader): Jwk {
  const { name, curve } = readAlgorithm(reader);
  const bits = reader.read(BIT_STRING);
  if (bits[0] !== 0) throw new RangeError('the key has unused bits');
  const key = bits.subarray(1);
  const crv = octetCurve(name);
  if (crv !== undefined) return { kty: 'OKP', crv, x: encodeBase64Url(key) };
  if (name === EC) return ecPublic(key, curve);
  return { ...rsaPublic(innerSequence(key)), ...rsaBinding(name) };
}

function parsePkcs8(reader: DerReader): Jwk {
  reader.read(INTEGER);
  const { name, curve } = readAlgorithm(reader);
  const key = reader.read(OCTET_STRING);
  const crv = octetCurve(name);
  if (crv !== undefined) return { kty: 'OKP', crv, d: encodeBase64Url(new DerReader(key).read(OCTET_STRING)) };
  if (name === EC) return ecPrivate(innerSequence(key), curve);
  return { ...rsaPrivate(innerSequence(key)), ...rsaBinding(name) };
}

function octetCurve(name: string): string | undefined {
  return Object.hasOwn(OCTET_KEYS, name) ? OCTET_KEYS[name] : undefined;
}

function innerSequence(bytes: Uint8Array): DerReader {
  return new DerReader(bytes).enter(SEQUENCE);
}

function rsaBinding(name: string): Jwk {
  if (name === RSA) return {};
  if (name === RSA_PSS) return { alg: 'PS512' };
  throw new RangeError('the kind of key is not supported');
}

function curveOf(oid: string | undefined): (typeof EC_CURVES)[keyof typeof EC_CURVES] {
  const algorithm = CURVES[oid ?? ''];
  if (algorithm === undefined) throw new RangeError('the curve is not supported');
  return EC_CURVES[algorithm];
}

function ecPublic(point: Uint8Array, oid: string | undefined): Jwk {
  const { curve, crv, size } = curveOf(oid);
  const bytes = curve.Point.fromBytes(point).toBytes(false);
  const x = encodeBase64Url(bytes.subarray(1, 1 + size));
  return { kty: 'EC', crv, x, y: encodeBase64Url(bytes.subarray(1 + size)) };
}

/** RFC 5915: the curve stands inside, unless PKCS #8 has named it already. */
function ecPrivate(reader: DerReader, oid?: string): Jwk {
  reader.read(INTEGER);
  const scalar = reader.read(OCTET_STRING);
  const inner = reader.has(CONTEXT_0) ? hex(reader.enter(CONTEXT_0).read(OID)) : undefined;
  const { crv, size } = curveOf(oid ?? inner);
  if (scalar.length !== size) throw new RangeError('the scalar has the wrong length');
  return { kty: 'EC', crv, d: encodeBase64Url(scalar) };
}

function readUnsigned(reader: DerReader): string {
  const bytes = reader.read(INTEGER);
  const isPadded = bytes[0] === 0 && bytes.length > 1;
  if ((bytes[0] ?? 0x80) >= 0x80) throw new RangeError('a number is negative or empty');
  return encodeBase64Url(isPadded ? bytes.subarray(1) : bytes);
}

function rsaPublic(reader: DerReader): Jwk {
  return { kty: 'RSA', n: readUnsigned(reader), e: readUnsigned(reader) };
}

function rsaPrivate(reader: DerReader): Jwk {
  reader.read(INTEGER);
  const [n, e, d, p, q, dp, dq, qi] = Array.from({ length: 8 }, () => readUnsigned(reader));
  return { kty: 'RSA', n, e, d, p, q, dp, dq, qi };
}
