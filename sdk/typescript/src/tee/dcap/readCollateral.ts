import { equalBytes } from '@noble/curves/utils.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { ReadOptions } from '../readOptions.ts';
import { TeeError } from '../TeeError.ts';
import { parseCertificate } from '../x509/parseCertificate.ts';
import { parsePem } from '../x509/parsePem.ts';
import type { Certificate } from '../x509/types.ts';
import { verifyChain } from '../x509/verifyChain.ts';
import { verifyEcdsa } from '../x509/verifyEcdsa.ts';
import type { DcapCollateral } from './parseDcapCollateral.ts';
import { parseJson } from './parseJson.ts';
import type { PckExtension } from './parsePckExtension.ts';
import { qeIdentitySchema, tcbInfoSchema } from './schemas.ts';
import type { QeIdentity, TcbInfo } from './schemas.ts';
import type { PckChain } from './verifyPckChain.ts';

const TCB_SIGNING = 'Intel SGX TCB Signing';
const SIGNING_CHAIN_LENGTH = 2;

/** Collateral whose signatures, dates and platform were checked. */
export interface VerifiedCollateral {
  readonly tcbInfo: TcbInfo;
  readonly qeIdentity: QeIdentity;
  /** The certificates that signed the two; to be looked up in the list of the root. */
  readonly signers: readonly Certificate[];
}

interface Signed {
  readonly pem: string;
  readonly text: string;
  readonly signature: Uint8Array;
  readonly what: string;
}

/**
 * Intel's root issues the signer of TCB info and QE identity itself: PCS API version 4, `TCB-Info-Issuer-Chain`. A CA in
 * between would have to be looked up in the list of the root too (RFC 5280 6.1.3 (a)(3)), and the signer in the list of
 * that CA, which nobody publishes.
 */
async function verifySigned(
  { pem, text, signature, what }: Signed,
  root: Certificate,
  { roots, at }: ReadOptions,
): Promise<Certificate> {
  const chain = parsePem(pem).map(parseCertificate);
  await verifyChain(chain, roots, at);
  const [signer, issuer] = chain;
  if (chain.length !== SIGNING_CHAIN_LENGTH) {
    throw new TeeError('certificate-usage', `${what}: its chain has ${chain.length} certificates, not signer and root`);
  }
  if (issuer?.sha256 !== root.sha256) {
    throw new TeeError('collateral-mismatch', `${what}: under another root than the PCK certificate`);
  }
  if (signer?.commonName !== TCB_SIGNING || signer.publicKey.kind !== 'p256') {
    throw new TeeError('certificate-usage', `${what}: not signed by a TCB signing certificate`);
  }
  if (!(await verifyEcdsa('p256', signer.publicKey.point, utf8ToBytes(text), signature, 'compact'))) {
    throw new TeeError('collateral-signature', `${what}: not signed by its certificate`);
  }
  return signer;
}

function checkDates(
  { issueDate, nextUpdate }: { issueDate: number; nextUpdate: number },
  what: string,
  { at, grace }: ReadOptions,
): void {
  if (at < issueDate) {
    throw new TeeError('collateral-not-yet-valid', `${what}: issued ${new Date(issueDate).toISOString()}`);
  }
  if (at > nextUpdate + grace) {
    throw new TeeError('collateral-expired', `${what}: due ${new Date(nextUpdate).toISOString()}`);
  }
}

/** The list of revoked PCK certificates must come from the very authority that issued the one at hand. */
async function checkPckIssuer(pem: string, issuer: Certificate, { roots, at }: ReadOptions): Promise<void> {
  const chain = parsePem(pem).map(parseCertificate);
  await verifyChain(chain, roots, at, 'authority');
  if (chain[0] === undefined || !equalBytes(chain[0].subject, issuer.subject)) {
    throw new TeeError('collateral-mismatch', 'PCK revocation list: from another CA than the PCK certificate');
  }
}

/**
 * Verifies TCB info and QE identity and checks that they are meant for this platform at this time.
 *
 * @param kind What the quote is of.
 * @param pck The extension of the PCK certificate.
 * @param chain The CA that issued the PCK certificate, and the root.
 * @throws TeeError `collateral-malformed`, `collateral-signature`, `collateral-mismatch`, `collateral-expired`,
 * `collateral-not-yet-valid`, and what the chains throw.
 */
export async function readCollateral(
  collateral: DcapCollateral,
  kind: 'sgx' | 'tdx',
  pck: PckExtension,
  { issuer, root }: Pick<PckChain, 'issuer' | 'root'>,
  options: ReadOptions,
): Promise<VerifiedCollateral> {
  const { tcbInfo: infoText, qeIdentity: identityText } = collateral;
  const { tcbInfoSignature, tcbInfoIssuerChain, qeIdentitySignature, qeIdentityIssuerChain } = collateral;
  const info = { what: 'TCB info', text: infoText, signature: tcbInfoSignature, pem: tcbInfoIssuerChain };
  const identity = {
    what: 'QE identity',
    text: identityText,
    signature: qeIdentitySignature,
    pem: qeIdentityIssuerChain,
  };
  const signers = [await verifySigned(info, root, options), await verifySigned(identity, root, options)];
  await checkPckIssuer(collateral.pckCrlIssuerChain, issuer, options);
  const tcbInfo = parseJson(infoText, tcbInfoSchema, 'TCB info');
  const qeIdentity = parseJson(identityText, qeIdentitySchema, 'QE identity');
  if (tcbInfo.id !== kind.toUpperCase() || qeIdentity.id !== (kind === 'sgx' ? 'QE' : 'TD_QE')) {
    throw new TeeError(
      'collateral-mismatch',
      `collateral: for ${tcbInfo.id} and ${qeIdentity.id}, the quote is ${kind}`,
    );
  }
  if (tcbInfo.fmspc !== pck.fmspc || tcbInfo.pceId !== pck.pceId) {
    throw new TeeError(
      'collateral-mismatch',
      `TCB info: for FMSPC ${tcbInfo.fmspc} and PCE ${tcbInfo.pceId}, the platform has ${pck.fmspc} and ${pck.pceId}`,
    );
  }
  checkDates(tcbInfo, 'TCB info', options);
  checkDates(qeIdentity, 'QE identity', options);
  return { tcbInfo, qeIdentity, signers };
}
