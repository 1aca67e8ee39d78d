import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { decodeBase64 } from '../../encoding/decodeBase64.ts';
import { encodeBase64 } from '../../encoding/encodeBase64.ts';
import type { DcapCollateral } from '../../tee/dcap/parseDcapCollateral.ts';
import { parseJson } from '../../tee/dcap/parseJson.ts';
import type { SnpCollateral } from './types.ts';

const hex = z
  .string()
  .regex(/^(?:[0-9a-f]{2})*$/, 'not lower-case hex')
  .transform(hexToBytes);
const bytes = z.string().transform((text, context) => {
  const decoded = decodeBase64(text);
  if (decoded !== undefined) return decoded;
  context.addIssue({ code: 'custom', message: 'not base64' });
  return z.NEVER;
});
/** Of any size and content: what is wrong in a part is found where the part is used, as it was the first time. */
const dcapSchema = z.strictObject({
  pck_crl_issuer_chain: z.string(),
  root_ca_crl: hex,
  pck_crl: hex,
  tcb_info_issuer_chain: z.string(),
  tcb_info: z.string(),
  tcb_info_signature: hex,
  qe_identity_issuer_chain: z.string(),
  qe_identity: z.string(),
  qe_identity_signature: hex,
});
const snpSchema = z.strictObject({ certificates: z.array(bytes), revocationList: bytes.optional() });

/** Collateral of Intel as bundles keep it, in the form that DCAP tools use; well-formed or not. */
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

/**
 * Reads what {@link writeDcapCollateral} wrote.
 *
 * @throws TeeError `collateral-malformed`
 */
export function readDcapCollateral(text: string): DcapCollateral {
  const read = parseJson(text, dcapSchema, 'recorded collateral', Infinity);
  return {
    pckCrlIssuerChain: read.pck_crl_issuer_chain,
    rootCaCrl: read.root_ca_crl,
    pckCrl: read.pck_crl,
    tcbInfoIssuerChain: read.tcb_info_issuer_chain,
    tcbInfo: read.tcb_info,
    tcbInfoSignature: read.tcb_info_signature,
    qeIdentityIssuerChain: read.qe_identity_issuer_chain,
    qeIdentity: read.qe_identity,
    qeIdentitySignature: read.qe_identity_signature,
  };
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
 * @throws TeeError `collateral-malformed`
 */
export function readSnpCollateral(text: string): SnpCollateral {
  return parseJson(text, snpSchema, 'recorded collateral', Infinity);
}
