import { hexToBytes } from '@noble/hashes/utils.js';
import { parseJson } from './parseJson.ts';
import { collateralSchema } from './schemas.ts';

/** What Intel publishes about a platform: PCS API version 4, or a PCCS that mirrors it. */
export interface DcapCollateral {
  /** PEM: the CA that issued the PCK certificate, the root. */
  readonly pckCrlIssuerChain: string;
  /** DER: revoked CAs. */
  readonly rootCaCrl: Uint8Array;
  /** DER: revoked PCK certificates. */
  readonly pckCrl: Uint8Array;
  /** PEM: the TCB signing certificate, the root. */
  readonly tcbInfoIssuerChain: string;
  /** The text of the `tcbInfo` object letter for letter, because it is what was signed. */
  readonly tcbInfo: string;
  /** r ‖ s. */
  readonly tcbInfoSignature: Uint8Array;
  /** PEM, as `tcbInfoIssuerChain`. */
  readonly qeIdentityIssuerChain: string;
  /** The text of the `enclaveIdentity` object, letter for letter. */
  readonly qeIdentity: string;
  readonly qeIdentitySignature: Uint8Array;
}

/**
 * Reads collateral from the JSON that DCAP tools keep: nine texts, binary ones in lower-case hex.
 *
 * @throws TeeError `input-too-large` or `collateral-malformed`.
 */
export function parseDcapCollateral(json: string): DcapCollateral {
  const read = parseJson(json, collateralSchema, 'collateral');
  return {
    pckCrlIssuerChain: read.pck_crl_issuer_chain,
    rootCaCrl: hexToBytes(read.root_ca_crl),
    pckCrl: hexToBytes(read.pck_crl),
    tcbInfoIssuerChain: read.tcb_info_issuer_chain,
    tcbInfo: read.tcb_info,
    tcbInfoSignature: hexToBytes(read.tcb_info_signature),
    qeIdentityIssuerChain: read.qe_identity_issuer_chain,
    qeIdentity: read.qe_identity,
    qeIdentitySignature: hexToBytes(read.qe_identity_signature),
  };
}
