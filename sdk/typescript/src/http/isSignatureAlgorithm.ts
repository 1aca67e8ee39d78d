import { SIGNATURE_ALGORITHMS } from './algorithms.ts';
import type { SignatureAlgorithm } from './types.ts';

const NAMES: ReadonlySet<string> = new Set(Object.keys(SIGNATURE_ALGORITHMS));

/** Whether a name is that of an algorithm this library has. */
export function isSignatureAlgorithm(name: string): name is SignatureAlgorithm {
  return NAMES.has(name);
}
