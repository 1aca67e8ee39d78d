/** How a reason counts: only `valid` may be trusted; `unknown` means that the evidence could not be judged. */
export type TeeVerdict = 'valid' | 'invalid' | 'unknown';

interface ReasonText {
  readonly verdict: TeeVerdict;
  readonly meaning: string;
  readonly wayOut: string;
}

/**
 * Every reason that a verification can end with. The table in docs/tee-evidence.md is generated from it.
 *
 * The line between `invalid` and `unknown`: a reason is unknown where something that the caller can supply is missing,
 * out of date or meant for another platform, or where the format is newer than this library. Everything that is there
 * and wrong is invalid.
 */
export const TEE_REASONS = {
  ok: {
    verdict: 'valid',
    meaning: 'every check of the policy passed',
    wayOut: 'nothing to do',
  },
  'input-too-large': {
    verdict: 'invalid',
    meaning: 'an input is larger than its format can be',
    wayOut: 'pass the evidence alone, without a container',
  },
  'input-truncated': {
    verdict: 'invalid',
    meaning: 'an input ends inside a field',
    wayOut: 'fetch the evidence again',
  },
  'input-trailing': {
    verdict: 'invalid',
    meaning: 'bytes follow after the end of a structure',
    wayOut: 'cut the input where its length fields say',
  },
  'evidence-malformed': {
    verdict: 'invalid',
    meaning: 'a field of the evidence has a value that its format forbids',
    wayOut: 'fetch the evidence again',
  },
  'version-unsupported': {
    verdict: 'unknown',
    meaning: 'the version of the evidence is not one of those supported',
    wayOut: 'use a library version that knows the format',
  },
  'algorithm-unsupported': {
    verdict: 'unknown',
    meaning: 'the evidence or a certificate names an algorithm, key type or vendor that is not supported',
    wayOut: 'use a library version that knows it',
  },
  'options-invalid': {
    verdict: 'unknown',
    meaning: 'the options contradict themselves or are out of range',
    wayOut: 'correct the option named',
  },
  'der-malformed': {
    verdict: 'invalid',
    meaning: 'a certificate or revocation list is not DER',
    wayOut: 'pass the DER bytes as issued',
  },
  'pem-malformed': {
    verdict: 'invalid',
    meaning: 'a certificate chain is not PEM in its canonical form',
    wayOut: 'pass the chain as issued',
  },
  'certificate-malformed': {
    verdict: 'invalid',
    meaning: 'a certificate or revocation list has a field that RFC 5280 or its vendor forbids',
    wayOut: 'pass the certificate as issued',
  },
  'certificate-critical-extension': {
    verdict: 'invalid',
    meaning: 'a certificate carries a critical extension that is not understood',
    wayOut: 'none: RFC 5280 demands the refusal',
  },
  'certificates-missing': {
    verdict: 'unknown',
    meaning: 'a certificate that the chain needs was not given',
    wayOut: 'fetch it from the vendor and pass it',
  },
  'root-untrusted': {
    verdict: 'invalid',
    meaning: 'the chain does not end in a pinned root',
    wayOut: 'pass a root explicitly, if it is meant to be trusted',
  },
  'certificate-expired': {
    verdict: 'invalid',
    meaning: 'a certificate had expired at the time of verification',
    wayOut: 'verify at the time of the evidence, or fetch fresh evidence',
  },
  'certificate-not-yet-valid': {
    verdict: 'invalid',
    meaning: 'a certificate was not valid yet at the time of verification',
    wayOut: 'verify at the time of the evidence',
  },
  'certificate-issuer-mismatch': {
    verdict: 'invalid',
    meaning: 'the issuer of a certificate is not the next one of the chain',
    wayOut: 'pass the chain in order and complete',
  },
  'certificate-not-ca': {
    verdict: 'invalid',
    meaning: 'a certificate issued another without being allowed to',
    wayOut: 'none: the chain is forged',
  },
  'certificate-path-length': {
    verdict: 'invalid',
    meaning: 'a chain is longer than one of its certificates allows',
    wayOut: 'none: the chain is forged',
  },
  'certificate-usage': {
    verdict: 'invalid',
    meaning: 'the certificate that signed the evidence is not one for signing, or not in its expected role',
    wayOut: 'pass the certificate that belongs to the evidence',
  },
  'certificate-signature': {
    verdict: 'invalid',
    meaning: 'the signature of a certificate is wrong',
    wayOut: 'fetch the chain again',
  },
  'certificate-revoked': {
    verdict: 'invalid',
    meaning: 'a certificate is on the revocation list of its issuer',
    wayOut: 'none: the key is not to be trusted',
  },
  'crl-signature': {
    verdict: 'invalid',
    meaning: 'a revocation list is not signed by the issuer it must come from',
    wayOut: 'fetch the list again',
  },
  'signature-invalid': {
    verdict: 'invalid',
    meaning: 'the signature over the evidence is wrong',
    wayOut: 'fetch the evidence again',
  },
  'qe-report-signature': {
    verdict: 'invalid',
    meaning: 'the report of the quoting enclave is not signed by the PCK certificate',
    wayOut: 'fetch the quote again',
  },
  'qe-report-data': {
    verdict: 'invalid',
    meaning: 'the report of the quoting enclave does not vouch for the attestation key',
    wayOut: 'fetch the quote again',
  },
  'debug-refused': {
    verdict: 'invalid',
    meaning: 'the environment runs in debug mode, where its operator can read and change it',
    wayOut: 'start it in production mode, or allow debug in a test policy',
  },
  'migration-refused': {
    verdict: 'invalid',
    meaning: 'the environment may be moved to another machine, by an agent that the policy knows nothing about',
    wayOut: 'start it without migration, or allow migration in the policy',
  },
  'measurement-mismatch': {
    verdict: 'invalid',
    meaning: 'a measurement differs from the one the policy demands, or the format has none of this name',
    wayOut: 'check which program and which version is expected',
  },
  'svn-too-low': {
    verdict: 'invalid',
    meaning: 'the security version of the program is below the minimum of the policy',
    wayOut: 'update the program',
  },
  'report-data-mismatch': {
    verdict: 'invalid',
    meaning: 'report data or user data differ from the bytes that were expected',
    wayOut: 'check what the environment binds into its evidence',
  },
  'key-binding-mismatch': {
    verdict: 'invalid',
    meaning: 'report data or user data are not the hash of the expected key (and nonce)',
    wayOut: 'do not use the key: nothing says that it lives in this environment',
  },
  'nonce-mismatch': {
    verdict: 'invalid',
    meaning: 'the nonce of the document is not the one that was expected',
    wayOut: 'ask for evidence over the fresh nonce',
  },
  'nonce-not-given': {
    verdict: 'unknown',
    meaning: 'the policy demands a nonce and the caller named none to compare with',
    wayOut: 'pass the nonce that was sent to the environment',
  },
  'evidence-too-old': {
    verdict: 'invalid',
    meaning: 'the time in the evidence is longer ago than the policy allows',
    wayOut: 'ask for fresh evidence',
  },
  'evidence-from-future': {
    verdict: 'invalid',
    meaning: 'the time in the evidence lies after the time of verification',
    wayOut: 'check the clock',
  },
  'collateral-missing': {
    verdict: 'unknown',
    meaning: 'what the vendor publishes about the platform (levels, identities, revocation lists) was not given',
    wayOut: 'fetch it from the vendor and pass it',
  },
  'collateral-malformed': {
    verdict: 'invalid',
    meaning: 'collateral is not in its format',
    wayOut: 'pass it as published',
  },
  'collateral-signature': {
    verdict: 'invalid',
    meaning: 'the signature over the TCB info or the QE identity is wrong',
    wayOut: 'fetch it again and pass the signed text unchanged',
  },
  'collateral-expired': {
    verdict: 'unknown',
    meaning: 'collateral should have been replaced before the time of verification',
    wayOut: 'fetch it again, or allow a grace period in the policy',
  },
  'collateral-not-yet-valid': {
    verdict: 'unknown',
    meaning: 'collateral was issued after the time of verification',
    wayOut: 'pass the collateral of that time',
  },
  'collateral-mismatch': {
    verdict: 'unknown',
    meaning: 'collateral describes another platform, another kind of evidence or another issuer',
    wayOut: 'fetch it for the FMSPC and the CA of the PCK certificate',
  },
  'qe-identity-mismatch': {
    verdict: 'invalid',
    meaning: 'the quoting enclave is not the one that Intel publishes',
    wayOut: 'none: the quote comes from a foreign enclave',
  },
  'tdx-module-mismatch': {
    verdict: 'invalid',
    meaning: 'the TDX module is not one that Intel publishes',
    wayOut: 'update the TDX module',
  },
  'tcb-level-none': {
    verdict: 'invalid',
    meaning: 'the platform, its TDX module or its quoting enclave is below every level that Intel publishes',
    wayOut: 'update the platform',
  },
  'tcb-status-refused': {
    verdict: 'invalid',
    meaning: 'the TCB status is not one that the policy accepts',
    wayOut: 'update or configure the platform, or accept the status in the policy',
  },
  'snp-product-mismatch': {
    verdict: 'invalid',
    meaning: 'report, certificate and root belong to different processor generations',
    wayOut: 'pass the chain of the processor that made the report',
  },
  'snp-signer-mismatch': {
    verdict: 'invalid',
    meaning: 'the report was signed by another kind of key (VCEK or VLEK) than the certificate holds',
    wayOut: 'pass the certificate of the key that the report names',
  },
  'snp-chip-id-mismatch': {
    verdict: 'invalid',
    meaning: 'the certificate belongs to another chip than the report, or the report hides its chip',
    wayOut: 'fetch the VCEK for the chip id of the report',
  },
  'snp-tcb-mismatch': {
    verdict: 'invalid',
    meaning: 'the certificate was issued for another TCB than the report states',
    wayOut: 'fetch the VCEK or VLEK for the reported TCB',
  },
  'snp-tcb-too-low': {
    verdict: 'invalid',
    meaning: 'a component of the reported TCB is below the minimum of the policy',
    wayOut: 'update the firmware of the host',
  },
} as const satisfies Record<string, ReasonText>;

export type TeeReasonCode = keyof typeof TEE_REASONS;

/** Every reason but `ok`. */
export type TeeFailureCode = Exclude<TeeReasonCode, 'ok'>;
