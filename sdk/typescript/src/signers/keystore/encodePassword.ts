import { decodeUtf8 } from '../../encoding/decodeUtf8.ts';
import { KeystoreError } from '../KeystoreError.ts';
import { KEYSTORE_LIMITS } from './limits.ts';
import type { Password } from './types.ts';

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The bytes that a password stands for: UTF-8 of its normalization form C (RFC 8265, section 4.2), so that it doesn't depend on
 * the keyboard how a letter with an accent is made.
 *
 * @param password Text, or UTF-8.
 * @returns A copy, to be overwritten after use.
 * @throws KeystoreError `password-unfit`
 */
export function encodePassword(password: Password): Uint8Array {
  const text: unknown = password instanceof Uint8Array ? decodeUtf8(password) : password;
  if (typeof text !== 'string' || LONE_SURROGATE.test(text)) throw unfit('expected a text, or bytes that are UTF-8');
  const bytes = new TextEncoder().encode(text.normalize('NFC'));
  const { leastPasswordBytes, mostPasswordBytes } = KEYSTORE_LIMITS;
  if (bytes.length < leastPasswordBytes || bytes.length > mostPasswordBytes) {
    throw unfit(`expected ${leastPasswordBytes} to ${mostPasswordBytes} bytes in UTF-8`);
  }
  return bytes;
}

/** The error says nothing about the password, not even its length. */
function unfit(wanted: string): KeystoreError {
  return new KeystoreError('password-unfit', `the password can not be used: ${wanted}`);
}
