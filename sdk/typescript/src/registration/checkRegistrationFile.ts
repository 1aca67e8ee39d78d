import { judgeIssues } from '../json/judgeIssues.ts';
import type { FileCheck, ParseOptions } from '../json/types.ts';
import { REGISTRATION_ISSUES } from './issueTable.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import { parseRegistrationFile } from './parseRegistrationFile.ts';

/**
 * The forms of a registration file: `registration-v1` of the standard; `registration-v1-draft` with the `endpoints` of
 * the drafts before 2026; `domain-proof`, which lists registrations only.
 */
export type RegistrationVersion = 'registration-v1' | 'registration-v1-draft' | 'domain-proof';

/** The verdict about a registration file. */
export interface RegistrationCheck extends FileCheck<RegistrationIssueCode> {
  readonly version: RegistrationVersion | undefined;
}

/**
 * Judges the bytes of a registration file. Nothing is fetched and no chain is asked; for that see
 * `verifyRegistrationFile`.
 *
 * @param bytes The exact file.
 * @param options The largest accepted size.
 * @returns The verdict with every issue. Nothing is thrown for any content. `version` is there whenever the verdict is
 * `valid`.
 */
export function checkRegistrationFile(bytes: Uint8Array, options: ParseOptions = {}): RegistrationCheck {
  const { kind, issues } = parseRegistrationFile(bytes, options);
  return { verdict: judgeIssues(REGISTRATION_ISSUES, issues), version: versionOf(kind, issues), issues };
}

function versionOf(
  kind: ReturnType<typeof parseRegistrationFile>['kind'],
  issues: RegistrationCheck['issues'],
): RegistrationVersion | undefined {
  if (kind === 'domain-proof') return 'domain-proof';
  if (kind === 'invalid') return undefined;
  return issues.some(({ code }) => code === 'endpoints-legacy') ? 'registration-v1-draft' : 'registration-v1';
}
