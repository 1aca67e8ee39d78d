import { equalBytes } from '@noble/curves/utils.js';
import type { TrustedRoot } from '../roots.ts';
import { TeeError } from '../TeeError.ts';
import { TEE_LIMITS } from '../limits.ts';
import { OID } from './oids.ts';
import type { Certificate } from './types.ts';
import { verifySignature } from './verifySignature.ts';

/** Understood here, so they may be critical: RFC 5280 4.2. */
const UNDERSTOOD: readonly string[] = [OID.basicConstraints, OID.keyUsage];

function title(certificate: Certificate): string {
  return `certificate ${JSON.stringify(certificate.commonName ?? certificate.sha256.slice(0, 16))}`;
}

function checkOne(certificate: Certificate, at: number): void {
  for (const [id, { critical }] of certificate.extensions) {
    if (critical && !UNDERSTOOD.includes(id)) {
      throw new TeeError('certificate-critical-extension', `${title(certificate)} has the critical extension ${id}`);
    }
  }
  const limits = () =>
    `${new Date(certificate.notBefore).toISOString()} to ${new Date(certificate.notAfter).toISOString()}`;
  if (at < certificate.notBefore) {
    throw new TeeError('certificate-not-yet-valid', `${title(certificate)} is valid from ${limits()}`);
  }
  if (at > certificate.notAfter) {
    throw new TeeError('certificate-expired', `${title(certificate)} was valid from ${limits()}`);
  }
}

/** RFC 5280 6.1.4 (k) to (n), for the issuer of a certificate that has `below` certificates of CAs under it. */
function checkIssuer(issuer: Certificate, below: number): void {
  if (issuer.basicConstraints?.isCa !== true || issuer.keyUsage?.certificateSign !== true) {
    throw new TeeError('certificate-not-ca', `${title(issuer)} may not issue certificates`);
  }
  const { pathLength } = issuer.basicConstraints;
  if (pathLength !== undefined && below > pathLength) {
    throw new TeeError(
      'certificate-path-length',
      `${title(issuer)} allows ${pathLength} CAs below, there are ${below}`,
    );
  }
}

async function checkLink(subject: Certificate, issuer: Certificate): Promise<void> {
  if (!equalBytes(subject.issuer, issuer.subject)) {
    throw new TeeError('certificate-issuer-mismatch', `${title(subject)} names another issuer than ${title(issuer)}`);
  }
  const { authorityKeyId } = subject;
  if (authorityKeyId !== undefined && issuer.subjectKeyId !== undefined && authorityKeyId !== issuer.subjectKeyId) {
    throw new TeeError('certificate-issuer-mismatch', `${title(subject)} names another key than that of its issuer`);
  }
  if (!(await verifySignature(issuer.publicKey, subject.algorithm, subject.signedBytes, subject.signature))) {
    throw new TeeError('certificate-signature', `${title(subject)} is not signed by ${title(issuer)}`);
  }
}

/**
 * Verifies a certification path: RFC 5280 6.1, without policies and name constraints (a critical one is refused).
 *
 * Checked for every certificate: dates, critical extensions, name and key identifier of the issuer, signature; for every
 * issuer: basic constraints, key usage and path length, all of which must be there; for the leaf: that it is none of a
 * CA and, if it says anything about its usage, that it may sign. The root is trusted by its fingerprint alone, but its
 * dates and its own signature are checked as well. Revocation is checked apart.
 *
 * @param chain Leaf first, root last.
 * @param roots The trusted roots.
 * @param at Moment to verify at, milliseconds since 1970.
 * @param role What the first certificate is used for: `authority` for one that signs certificates and lists itself.
 * @returns The root that the chain ends in.
 * @throws TeeError whose code begins with `certificate`, or `root-untrusted`.
 */
export async function verifyChain(
  chain: readonly Certificate[],
  roots: readonly TrustedRoot[],
  at: number,
  role: 'signer' | 'authority' = 'signer',
): Promise<TrustedRoot> {
  const [leaf] = chain;
  const last = chain.at(-1);
  if (leaf === undefined || last === undefined || chain.length < 2) {
    throw new TeeError('certificates-missing', 'a chain needs a leaf and a root');
  }
  if (chain.length > TEE_LIMITS.chainLength) {
    throw new TeeError('input-too-large', `chain of ${chain.length}, at most ${TEE_LIMITS.chainLength} certificates`);
  }
  const root = roots.find(({ sha256 }) => sha256 === last.sha256);
  if (root === undefined) {
    throw new TeeError('root-untrusted', `${title(last)} (SHA-256 ${last.sha256}) is not a trusted root`);
  }
  for (const certificate of chain) checkOne(certificate, at);
  if (role === 'authority') checkIssuer(leaf, 0);
  else if (leaf.basicConstraints?.isCa === true || leaf.keyUsage?.digitalSignature === false) {
    throw new TeeError('certificate-usage', `${title(leaf)} is not one for signing`);
  }
  // From the root downward, so that no key is used before it was vouched for.
  for (const [index, subject] of [...chain.entries()].reverse()) {
    const issuer = chain[index + 1] ?? last;
    // An authority in the first place counts as one more below the others.
    checkIssuer(issuer, Math.min(index, chain.length - 2) + (role === 'authority' ? 1 : 0));
    await checkLink(subject, issuer);
  }
  return root;
}
