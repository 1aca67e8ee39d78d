import { HttpSignatureError } from '../HttpSignatureError.ts';
import type { SignatureAlgorithm } from '../types.ts';

/** The error for key material that can't be used. It never contains any of the material. */
export function keyFault(algorithm: SignatureAlgorithm, problem: string, cause?: unknown): HttpSignatureError {
  return new HttpSignatureError('key-invalid', `key for ${algorithm}: ${problem}`, { cause, details: { algorithm } });
}
