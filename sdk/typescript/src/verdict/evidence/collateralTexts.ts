import { bytesToHex } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { decodeBase64 } from '../../encoding/decodeBase64.ts';
import { encodeBase64 } from '../../encoding/encodeBase64.ts';
import type { DcapCollateral } from '../../tee/dcap/parseDcapCollateral.ts';
import { parseJson } from '../../tee/dcap/parseJson.ts';
import type { SnpCollateral } from './types.ts';

/** Three are a chain; more are refused with their own reason when the chain is read. */
const MAX_CERTIFICATES = 10;

const bytes = z.string().transform((text, context) => {
  const decoded = decodeBase64(text);
  if (decoded !== undefined) return decoded;
  context.addIssue({ code: 'custom', message: 'not base64' });
  return z.NEVER;
});
const snpSchema = z.strictObject({
  certificates: z.array(bytes).max(MAX_CERTIFICATES),
  revocationList: bytes.optional(),
});

/** Collateral of Intel as bundles keep it; `parseDcapCollateral` reads it. */
export function writeDcapCollateral(collateral: DcapCollateral): string {
  return JSON.stringify({
    pck_crl_issuer_chain: collateral.pckCrlIssuerChain,
    root_ca_crl: bytesToHex(collateral.rootCaCrl),
    pck_crl: bytesToHex(collateral.pckCrl),
    tcb_info_issuer_chain: collateral.tcbInfoIssuerChain,
    tcb_info: collateral.tcbInfo,
    tcb_info_signature: bytesToHex(collateral.tcbInfoSignature),
    qe_identity_issuer_chain: collateral.qeIdentityIssuerChain,
    qe_identity: collateral.qeIdentity,
    qe_identity_signature: bytesToHex(collateral.qeIdentitySignature),
  });
}

/** Collateral of AMD as bundles keep it. */
export function writeSnpCollateral({ certificates, revocationList }: SnpCollateral): string {
  return JSON.stringify({
    certificates: certificates.map(encodeBase64),
    ...(revocationList === undefined ? {} : { revocationList: encodeBase64(revocationList) }),
  });
}

/**
 * Reads what {@link writeSnpCollateral} wrote.
 *
 * @throws TeeError `input-too-large` or `collateral-malformed`
 */
export function parseSnpCollateral(text: string): SnpCollateral {
  return parseJson(text, snpSchema, 'collateral');
}
