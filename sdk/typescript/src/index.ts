export { SageError } from './errors/SageError.ts';
export type { SageErrorOptions } from './errors/SageError.ts';
export * from './http/index.ts';
export { REGISTRATION_ISSUES } from './registration/issueTable.ts';
export type { RegistrationIssueCode } from './registration/issueTable.ts';
export { DEFAULT_MAX_BYTES, MAX_DEPTH, REGISTRATION_TYPE, TRUST_MODELS } from './registration/constants.ts';
export { parseAgentRegistry } from './registration/parseAgentRegistry.ts';
export { parseRegistrationFile } from './registration/parseRegistrationFile.ts';
export { validateRegistrationFile } from './registration/validateRegistrationFile.ts';
export type {
  AgentRegistry,
  DomainProofResult,
  InvalidResult,
  IssueLevel,
  ParseOptions,
  Registration,
  RegistrationFile,
  RegistrationFileResult,
  RegistrationIssue,
  RegistrationResult,
  Service,
} from './registration/types.ts';
export * from './structured/index.ts';
