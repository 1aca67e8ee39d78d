import { KeystoreError } from '../KeystoreError.ts';
import { KEYSTORE_LIMITS } from './limits.ts';

/**
 * Checks the parameters of scrypt against the limits, before anything is computed.
 *
 * @throws KeystoreError `keystore-limits`
 */
export function checkCost(n: number, r: number, p: number): void {
  const { leastN, mostN, mostP } = KEYSTORE_LIMITS;
  const isPower = Number.isInteger(Math.log2(n));
  if (!isPower || n < leastN || n > mostN || r !== KEYSTORE_LIMITS.r || !Number.isInteger(p) || p < 1 || p > mostP) {
    throw new KeystoreError(
      'keystore-limits',
      `scrypt with n = ${n}, r = ${r}, p = ${p}: expected n to be a power of two from ${leastN} to ${mostN}, ` +
        `r = ${KEYSTORE_LIMITS.r}, p from 1 to ${mostP}`,
      { details: { n, r, p } },
    );
  }
}
