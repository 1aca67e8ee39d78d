import { EC_CURVES } from './ecCurves.ts';
import type { EcAlgorithm } from './ecCurves.ts';

/**
 * Replaces s by n - s where s is above half of the group's order: the same signature in the form that every verifier
 * takes.
 *
 * @param algorithm The curve's algorithm.
 * @param signature r and s.
 */
export function toLowS(algorithm: EcAlgorithm, signature: Uint8Array): Uint8Array {
  const { Signature, Point } = EC_CURVES[algorithm].curve;
  const parsed = Signature.fromBytes(signature, 'compact');
  if (!parsed.hasHighS()) return signature;
  return new Signature(parsed.r, Point.Fn.ORDER - parsed.s).toBytes('compact');
}
