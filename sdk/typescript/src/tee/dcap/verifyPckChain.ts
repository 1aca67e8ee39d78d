import type { ReadOptions } from '../readOptions.ts';
import { TeeError } from '../TeeError.ts';
import { parseCertificate } from '../x509/parseCertificate.ts';
import type { Certificate } from '../x509/types.ts';
import { verifyChain } from '../x509/verifyChain.ts';

/** The certificates that vouch for a quote. */
export interface PckChain {
  readonly pck: Certificate;
  readonly issuer: Certificate;
  readonly root: Certificate;
  /** Name of the trusted root. */
  readonly rootName: string;
}

const PCK = 'Intel SGX PCK Certificate';
const ISSUERS: readonly (string | undefined)[] = ['Intel SGX PCK Platform CA', 'Intel SGX PCK Processor CA'];

/**
 * Verifies the PCK chain of a quote: the root certifies other things too (TCB signing), so the roles are checked by name.
 *
 * @param chain DER: PCK certificate, its issuer, the root.
 * @throws TeeError `certificates-missing` unless there are three, `certificate-usage` for other roles, and what
 * {@link parseCertificate} and {@link verifyChain} throw.
 */
export async function verifyPckChain(chain: readonly Uint8Array[], { roots, at }: ReadOptions): Promise<PckChain> {
  const [pck, issuer, root, extra] = chain.map(parseCertificate);
  if (pck === undefined || issuer === undefined || root === undefined || extra !== undefined) {
    throw new TeeError('certificates-missing', `PCK chain: ${chain.length} certificates, not 3`);
  }
  const { name } = await verifyChain([pck, issuer, root], roots, at);
  if (pck.commonName !== PCK || !ISSUERS.includes(issuer.commonName)) {
    throw new TeeError('certificate-usage', 'PCK chain: the leaf is not a PCK certificate of a PCK CA');
  }
  return { pck, issuer, root, rootName: name };
}
