import type { SignatureAlgorithm } from '../types.ts';
import { keyFault } from './keyFault.ts';
import type { VerificationKeyOptions } from './types.ts';

/**
 * Reads the option `acceptsHighS`.
 *
 * @throws HttpSignatureError `key-invalid` for `es256k`, whose definition has the bound.
 */
export function checkHighSOption(algorithm: SignatureAlgorithm, options: VerificationKeyOptions): boolean {
  if (options.acceptsHighS !== true) return false;
  if (algorithm === 'ecdsa-p256-sha256' || algorithm === 'ecdsa-p384-sha384') return true;
  throw keyFault(algorithm, 'acceptsHighS is for ecdsa-p256-sha256 and ecdsa-p384-sha384 only');
}
