export { DEFAULT_MAX_BYTES, MAX_DEPTH, MAX_KEY_LENGTH, MAX_VALUES } from '../json/limits.ts';
export type { FileCheck, FileVerdict, Issue, IssueLevel, ParseOptions } from '../json/types.ts';
export { checkRegistrationFile } from './checkRegistrationFile.ts';
export type { RegistrationCheck, RegistrationVersion } from './checkRegistrationFile.ts';
export { REGISTRATION_TYPE, TRUST_MODELS } from './constants.ts';
export { REGISTRATION_ISSUES } from './issueTable.ts';
export type { RegistrationIssueCode } from './issueTable.ts';
export { findRegistration } from './findRegistration.ts';
export { hashContent } from './hashContent.ts';
export { parseAgentRegistry } from './parseAgentRegistry.ts';
export { parseRegistrationFile } from './parseRegistrationFile.ts';
export { RegistrationError } from './RegistrationError.ts';
export { REGISTRATION_REASONS } from './registrationReasonTable.ts';
export type { RegistrationReason } from './registrationReasonTable.ts';
export { validateRegistrationFile } from './validateRegistrationFile.ts';
export type {
  AgentReference,
  AgentRegistry,
  ChainAgent,
  DomainProofResult,
  InvalidResult,
  Registration,
  RegistrationFile,
  RegistrationFileResult,
  RegistrationIssue,
  RegistrationResult,
  RegistrationVerification,
  Service,
} from './types.ts';
export { verifyDomainProof } from './verifyDomainProof.ts';
export { verifyRegistrationFile } from './verifyRegistrationFile.ts';
export type { RegistrationFileOptions } from './verifyRegistrationFile.ts';
