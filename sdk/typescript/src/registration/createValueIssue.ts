import { buildValueIssue } from '../json/buildValueIssue.ts';
import { REGISTRATION_ISSUES } from './issueTable.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import type { RegistrationIssue } from './types.ts';

/**
 * Builds an issue about a value that was found.
 *
 * @param code The finding.
 * @param path Where it is.
 * @param value What is there; a missing value needs no telling.
 */
export function createValueIssue(
  code: RegistrationIssueCode,
  path: readonly PropertyKey[],
  value: unknown,
): RegistrationIssue {
  return buildValueIssue<RegistrationIssueCode>(REGISTRATION_ISSUES, code, path, value);
}
