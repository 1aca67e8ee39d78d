export { SageError } from './errors/SageError.ts';
export type { SageErrorOptions } from './errors/SageError.ts';
export * from './http/index.ts';
export * from './card/index.ts';
export * from './fetch/index.ts';
export * from './registration/index.ts';
export * from './session/index.ts';
export { computeTeeMeasurement } from './tee/computeTeeMeasurement.ts';
export { createKeyBinding } from './tee/createKeyBinding.ts';
export { parseDcapCollateral } from './tee/dcap/parseDcapCollateral.ts';
export type { DcapCollateral } from './tee/dcap/parseDcapCollateral.ts';
export { parseQuote } from './tee/dcap/parseQuote.ts';
export type { Quote } from './tee/dcap/parseQuote.ts';
export type { SgxReportBody } from './tee/dcap/parseReportBody.ts';
export type { TdReport } from './tee/dcap/parseTdReport.ts';
export { verifyQuote } from './tee/dcap/verifyQuote.ts';
export type { QuoteOptions } from './tee/dcap/verifyQuote.ts';
export { TEE_LIMITS } from './tee/limits.ts';
export { parseNitroDocument } from './tee/nitro/parseNitroDocument.ts';
export type { NitroDocument } from './tee/nitro/parseNitroDocument.ts';
export { verifyNitroDocument } from './tee/nitro/verifyNitroDocument.ts';
export { TEE_REASONS } from './tee/reasonTable.ts';
export type { TeeFailureCode, TeeReasonCode, TeeVerdict } from './tee/reasonTable.ts';
export { AMD_ROOTS, INTEL_ROOTS, NITRO_ROOTS } from './tee/roots.ts';
export type { TrustedRoot } from './tee/roots.ts';
export { parseSnpReport } from './tee/snp/parseSnpReport.ts';
export type { SnpReport } from './tee/snp/parseSnpReport.ts';
export { verifySnpReport } from './tee/snp/verifySnpReport.ts';
export type { SnpOptions } from './tee/snp/verifySnpReport.ts';
export { TeeError } from './tee/TeeError.ts';
export type { TeeErrorOptions } from './tee/TeeError.ts';
export type {
  DcapTcb,
  DcapTcbStatus,
  MeasurementName,
  SnpTcb,
  SnpTcbs,
  TeeCheck,
  TeeCheckName,
  TeeClaims,
  TeeFormat,
  TeeOptions,
  TeePolicy,
  TeeRefused,
  TeeResult,
  TeeValid,
} from './tee/types.ts';
export { parsePem } from './tee/x509/parsePem.ts';
export * from './structured/index.ts';
export * from './chain/index.ts';
export * from './did/index.ts';
export * from './verdict/index.ts';
