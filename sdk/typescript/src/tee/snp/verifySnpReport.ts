import { checkPolicy } from '../checkPolicy.ts';
import { readOptions } from '../readOptions.ts';
import type { ReadOptions } from '../readOptions.ts';
import { AMD_ROOTS } from '../roots.ts';
import { TeeError } from '../TeeError.ts';
import { Trail } from '../Trail.ts';
import type { SnpTcb, TeeOptions, TeePolicy, TeeResult } from '../types.ts';
import { checkRevocation } from '../x509/checkRevocation.ts';
import { parseCertificate } from '../x509/parseCertificate.ts';
import { parseRevocationList } from '../x509/parseRevocationList.ts';
import type { Certificate } from '../x509/types.ts';
import { verifyChain } from '../x509/verifyChain.ts';
import { verifyEcdsa } from '../x509/verifyEcdsa.ts';
import { checkPlatform } from './checkPlatform.ts';
import { parseSnpReport } from './parseSnpReport.ts';
import type { SnpReport } from './parseSnpReport.ts';
import { parseSnpTcb } from './parseSnpTcb.ts';
import type { SnpProduct } from './SnpProduct.ts';
import { toSnpClaims } from './toSnpClaims.ts';

export interface SnpOptions extends TeeOptions {
  /** DER of the VCEK or VLEK, of the ASK or ASVK that issued it, and of the ARK, in this order. */
  readonly certificates: readonly Uint8Array[];
  /** DER of the list of the ARK, which revokes ASKs and ASVKs. AMD revokes no single VCEK. */
  readonly revocationList?: Uint8Array | undefined;
}

interface Chain {
  readonly vek: Certificate;
  readonly issuer: Certificate;
  readonly ark: Certificate;
  readonly rootName: string;
  readonly product: SnpProduct;
}

async function readChain(
  certificates: readonly Uint8Array[],
  { signer }: SnpReport,
  read: ReadOptions,
): Promise<Chain> {
  const [vek, issuer, ark, extra] = certificates.map(parseCertificate);
  if (vek === undefined || issuer === undefined || ark === undefined || extra !== undefined) {
    throw new TeeError('certificates-missing', `SNP chain: ${certificates.length} certificates, not VEK, ASK and ARK`);
  }
  const { name, product } = await verifyChain([vek, issuer, ark], read.roots, read.at);
  if (product === undefined) throw new TeeError('options-invalid', `options: root ${name} has no product`);
  const expected = signer === 'VCEK' ? `SEV-${product}` : `SEV-VLEK-${product}`;
  if (issuer.commonName !== expected) {
    throw new TeeError('certificate-usage', `SNP chain: the issuer is no ${expected}`);
  }
  return { vek, issuer, ark, rootName: name, product };
}

/** ECDSA P-384 with SHA-384 over the report up to its signature. */
async function checkSignature({ signedBytes, signature }: SnpReport, { publicKey }: Certificate): Promise<void> {
  if (publicKey.kind !== 'p384') throw new TeeError('algorithm-unsupported', 'VEK certificate: not a P-384 key');
  if (!(await verifyEcdsa('p384', publicKey.point, signedBytes, signature, 'compact'))) {
    throw new TeeError('signature-invalid', 'SNP report: not signed by its VCEK or VLEK');
  }
}

function checkTcb(report: SnpReport, product: SnpProduct, { minimumTcb = {}, maximumVmpl = 3 }: TeePolicy): void {
  const reported = parseSnpTcb(report.reportedTcb, product);
  for (const [name, minimum] of Object.entries(minimumTcb)) {
    const found = reported[name as keyof SnpTcb];
    if ((found ?? -1) < minimum) {
      throw new TeeError('snp-tcb-too-low', `${name} is ${found ?? 'absent'}, at least ${minimum} needed`);
    }
  }
  if (report.vmpl > maximumVmpl) {
    throw new TeeError('measurement-mismatch', `VMPL is ${report.vmpl}, at most ${maximumVmpl} accepted`);
  }
}

/** Without a list, and with a policy that asks for none, nothing is checked. */
async function checkList(trail: Trail, chain: Chain, list: Uint8Array | undefined, read: ReadOptions): Promise<void> {
  if (list === undefined && read.policy.requireRevocationList === false) {
    trail.skip('revocation');
    return;
  }
  await trail.check('revocation', () => {
    if (list === undefined) throw new TeeError('collateral-missing', 'SNP chain: no revocation list was given');
    return checkRevocation(parseRevocationList(list), chain.ark, [chain.issuer], read);
  });
}

/**
 * Verifies an AMD SEV-SNP attestation report of version 2, 3 or 5 from a Milan, Genoa or Turin processor.
 *
 * Trusted: AMD's secure processor and the key of its root and, for a VLEK, the cloud provider that keeps it. A report
 * carries no time: only a nonce in its report data shows that it is fresh. Certificates must be valid at `at`.
 *
 * @param report The report, 1184 bytes, without the certificate table that may follow it.
 * @returns Never throws for bad input.
 */
export function verifySnpReport(report: Uint8Array, options: SnpOptions): Promise<TeeResult> {
  return Trail.judge(async (trail) => {
    const read = await trail.check('options', () => readOptions(options, AMD_ROOTS));
    const parsed = await trail.check('format', () => parseSnpReport(report));
    trail.know(toSnpClaims(parsed));
    const chain = await trail.check('chain', () => readChain(options.certificates, parsed, read));
    const claims = trail.know(toSnpClaims(parsed, chain.product));
    await trail.check('platform', () => checkPlatform(parsed, chain.vek, chain.product));
    await trail.check('signature', () => checkSignature(parsed, chain.vek));
    await checkPolicy(trail, claims, read);
    await trail.check('tcb', () => checkTcb(parsed, chain.product, read.policy));
    await checkList(trail, chain, options.revocationList, read);
    return trail.know({ ...claims, root: chain.rootName });
  });
}
