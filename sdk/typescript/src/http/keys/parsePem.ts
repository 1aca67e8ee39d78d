import { decodeBase64 } from '../../encoding/decodeBase64.ts';
import type { SignatureAlgorithm } from '../types.ts';
import { keyFault } from './keyFault.ts';
import { parseDerKey } from './parseDerKey.ts';
import type { DerKeyForm } from './parseDerKey.ts';
import type { Jwk } from './types.ts';

const FORMS: Readonly<Record<string, DerKeyForm>> = {
  'PUBLIC KEY': 'spki',
  'PRIVATE KEY': 'pkcs8',
  'RSA PUBLIC KEY': 'pkcs1-public',
  'RSA PRIVATE KEY': 'pkcs1-private',
  'EC PRIVATE KEY': 'sec1',
};

const PEM = /^\s*-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/;

/**
 * Reads a key from PEM (RFC 7468): one block, not encrypted.
 *
 * @param algorithm For the errors.
 * @param pem The text.
 * @throws HttpSignatureError `key-invalid`
 */
export function parsePem(algorithm: SignatureAlgorithm, pem: string): Jwk {
  const [, label = '', body = ''] = PEM.exec(pem) ?? [];
  const form = Object.hasOwn(FORMS, label) ? FORMS[label] : undefined;
  const bytes = decodeBase64(body.replace(/\s+/g, ''));
  if (form === undefined || bytes === undefined) {
    throw keyFault(algorithm, `expected one block of PEM: ${Object.keys(FORMS).join(', ')}`);
  }
  try {
    return parseDerKey(bytes, form);
  } catch (cause) {
    throw keyFault(algorithm, `the PEM block "${label}" holds no key that is supported`, cause);
  }
}
