import type { SignatureAlgorithm } from '../types.ts';
import { keyFault } from './keyFault.ts';
import { readJwkField } from './readJwkField.ts';
import type { Jwk } from './types.ts';

const LEAST_BITS = 2048;
/** Larger moduli only cost the verifier time. */
const MOST_BITS = 8192;
const LEAST_EXPONENT = 65_537;
const MOST_EXPONENT_BYTES = 4;

function bitLength(bytes: Uint8Array): number {
  return bytes.length * 8 - Math.clz32(bytes[0] ?? 0) + 24;
}

/**
 * Checks an RSA key: an odd modulus of 2048 to 8192 bits, an odd exponent from 65537 to 2^32 (FIPS 186-5, section 5.1).
 *
 * @returns The length of the modulus, and of each signature, in bytes.
 * @throws HttpSignatureError `key-invalid`
 */
export function checkRsa(algorithm: SignatureAlgorithm, jwk: Jwk): number {
  const modulus = readJwkField(algorithm, jwk, 'n');
  const bits = bitLength(modulus);
  const isEven = ((modulus.at(-1) ?? 0) & 1) === 0;
  if (modulus[0] === 0 || isEven || bits < LEAST_BITS || bits > MOST_BITS) {
    throw keyFault(algorithm, `the modulus must be odd, of ${LEAST_BITS} to ${MOST_BITS} bits, without leading zero`);
  }
  const bytes = readJwkField(algorithm, jwk, 'e');
  const exponent = bytes.reduce((value, byte) => value * 256 + byte, 0);
  if (bytes.length > MOST_EXPONENT_BYTES || exponent < LEAST_EXPONENT || exponent % 2 === 0) {
    throw keyFault(algorithm, `the exponent must be odd and between ${LEAST_EXPONENT} and 2^32`);
  }
  return modulus.length;
}
