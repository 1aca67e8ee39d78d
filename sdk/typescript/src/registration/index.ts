export { DEFAULT_MAX_BYTES, MAX_DEPTH } from '../json/limits.ts';
export type { FileCheck, FileVerdict, Issue, IssueLevel, ParseOptions } from '../json/types.ts';
export { checkRegistrationFile } from './checkRegistrationFile.ts';
export type { RegistrationCheck, RegistrationVersion } from './checkRegistrationFile.ts';
export { REGISTRATION_TYPE, TRUST_MODELS } from './constants.ts';
export { REGISTRATION_ISSUES } from './issueTable.ts';
export type { RegistrationIssueCode } from './issueTable.ts';
export { parseAgentRegistry } from './parseAgentRegistry.ts';
export { parseRegistrationFile } from './parseRegistrationFile.ts';
export { validateRegistrationFile } from './validateRegistrationFile.ts';
export type {
  AgentRegistry,
  DomainProofResult,
  InvalidResult,
  Registration,
  RegistrationFile,
  RegistrationFileResult,
  RegistrationIssue,
  RegistrationResult,
  Service,
} from './types.ts';
