import { buildIssue } from '../json/buildIssue.ts';
import { REGISTRATION_ISSUES } from './issueTable.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import type { RegistrationIssue } from './types.ts';

/**
 * Builds one issue; its words come from the table of codes.
 *
 * @param code The finding.
 * @param path Where it is.
 * @param detail What was found there, in words; absent when there is nothing to tell.
 */
export function createIssue(
  code: RegistrationIssueCode,
  path: readonly PropertyKey[],
  detail?: string,
): RegistrationIssue {
  return buildIssue<RegistrationIssueCode>(REGISTRATION_ISSUES, code, path, detail);
}
