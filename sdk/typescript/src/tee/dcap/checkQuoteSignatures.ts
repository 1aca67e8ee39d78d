import { equalBytes } from '@noble/curves/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { TeeError } from '../TeeError.ts';
import type { Certificate } from '../x509/types.ts';
import { verifyEcdsa } from '../x509/verifyEcdsa.ts';
import type { Quote } from './parseQuote.ts';

/**
 * Verifies what ties a quote to its PCK certificate: the certificate signed the report of the quoting enclave, that
 * report holds SHA-256(attestation key ‖ authentication data) followed by 32 zeros, and the attestation key signed
 * header and body.
 *
 * @param pck The PCK certificate, already verified.
 * @throws TeeError `algorithm-unsupported`, `qe-report-signature`, `qe-report-data` or `signature-invalid`.
 */
export async function checkQuoteSignatures(quote: Quote, { publicKey }: Certificate): Promise<void> {
  const { qeReport, qeReportSignature, qeAuthData, attestationKey, signedBytes, signature } = quote;
  if (publicKey.kind !== 'p256') throw new TeeError('algorithm-unsupported', 'PCK certificate: not a P-256 key');
  if (!(await verifyEcdsa('p256', publicKey.point, qeReport.raw, qeReportSignature, 'compact'))) {
    throw new TeeError('qe-report-signature', 'quote: the QE report is not signed by the PCK certificate');
  }
  const vouched = concatBytes(sha256(concatBytes(attestationKey, qeAuthData)), new Uint8Array(32));
  if (!equalBytes(vouched, qeReport.reportData)) {
    throw new TeeError('qe-report-data', 'quote: the QE report is about another attestation key');
  }
  const point = concatBytes(Uint8Array.of(4), attestationKey);
  if (!(await verifyEcdsa('p256', point, signedBytes, signature, 'compact'))) {
    throw new TeeError('signature-invalid', 'quote: not signed by its attestation key');
  }
}
