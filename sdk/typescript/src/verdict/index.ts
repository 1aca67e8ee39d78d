export { createTeeEvidenceVerifier } from './evidence/createTeeEvidenceVerifier.ts';
export type { ReplayableVerifier } from './evidence/createTeeEvidenceVerifier.ts';
export type {
  CollateralSource,
  JudgedKind,
  SnpCollateral,
  TeeEvidenceOptions,
  TeeEvidenceRules,
} from './evidence/types.ts';
export { describeReason } from './describeReason.ts';
export type { ReasonDescription } from './describeReason.ts';
export { VERDICT_REASONS } from './reasonTable.ts';
export type { VerdictReason, VerdictStatus } from './reasonTable.ts';
export { replay } from './replay.ts';
export type { ReplayOptions, ReplayResult } from './replay.ts';
export type {
  AgentPolicy,
  AgentRequirements,
  BundledContent,
  BundledMessage,
  Check,
  CheckName,
  EvidenceBundle,
  JsonValue,
  RecordInput,
  ReputationRequirement,
  RequestPolicy,
  Subject,
  TeeEvidence,
  TeeEvidenceVerifier,
  TeeRequirement,
  ValidationRequirement,
  Verdict,
  VerificationKeyFactory,
} from './types.ts';
export { verifyAgent } from './verifyAgent.ts';
export { VerdictError } from './VerdictError.ts';
export type { VerdictErrorCode } from './VerdictError.ts';
export { verifyRequest } from './verifyRequest.ts';
