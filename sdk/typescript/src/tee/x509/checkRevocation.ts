import { equalBytes } from '@noble/curves/utils.js';
import { TeeError } from '../TeeError.ts';
import type { Certificate, RevocationList } from './types.ts';
import { verifySignature } from './verifySignature.ts';

export interface RevocationOptions {
  /** Moment to verify at, milliseconds since 1970. */
  readonly at: number;
  /** How long after `nextUpdate` the list is still taken, in milliseconds. */
  readonly grace: number;
}

/**
 * Verifies a revocation list and looks certificates up in it.
 *
 * @param list The list.
 * @param issuer The certificate of the authority that issued both the list and the certificates; already verified.
 * @param certificates What to look up.
 * @throws TeeError `collateral-mismatch` for the list of another issuer, `crl-signature`, `certificate-usage` if the
 * issuer may not sign lists, `collateral-not-yet-valid`, `collateral-expired` or `certificate-revoked`.
 */
export async function checkRevocation(
  list: RevocationList,
  issuer: Certificate,
  certificates: readonly Certificate[],
  { at, grace }: RevocationOptions,
): Promise<void> {
  const { authorityKeyId } = list;
  const otherKey =
    authorityKeyId !== undefined && issuer.subjectKeyId !== undefined && authorityKeyId !== issuer.subjectKeyId;
  if (!equalBytes(list.issuer, issuer.subject) || otherKey) {
    throw new TeeError('collateral-mismatch', 'revocation list: from another issuer than the certificate');
  }
  if (issuer.keyUsage?.crlSign !== true) {
    throw new TeeError('certificate-usage', 'revocation list: its issuer may not sign revocation lists');
  }
  if (!(await verifySignature(issuer.publicKey, list.algorithm, list.signedBytes, list.signature))) {
    throw new TeeError('crl-signature', 'revocation list: not signed by its issuer');
  }
  const revoked = certificates.find(({ serialNumber }) => list.revoked.has(serialNumber));
  if (revoked !== undefined) {
    throw new TeeError('certificate-revoked', `certificate ${revoked.serialNumber} was revoked by its issuer`);
  }
  if (at < list.thisUpdate) {
    throw new TeeError(
      'collateral-not-yet-valid',
      `revocation list: issued ${new Date(list.thisUpdate).toISOString()}`,
    );
  }
  if (at > list.nextUpdate + grace) {
    throw new TeeError('collateral-expired', `revocation list: due ${new Date(list.nextUpdate).toISOString()}`);
  }
}
