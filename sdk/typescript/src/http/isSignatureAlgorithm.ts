import { SIGNATURE_ALGORITHMS } from './algorithms.ts';
import type { SignatureAlgorithm } from './types.ts';

/** Whether a name is that of an algorithm this library has. */
export function isSignatureAlgorithm(name: string): name is SignatureAlgorithm {
  return Object.hasOwn(SIGNATURE_ALGORITHMS, name);
}
