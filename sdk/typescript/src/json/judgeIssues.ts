import type { FileVerdict, Issue, IssueText } from './types.ts';

/**
 * The verdict that follows from the findings about a file.
 *
 * @param table The codes of the kind of file.
 * @param issues What was found.
 * @returns `unknown` where a finding says that the file can't be judged, also beside errors: those may come from reading
 * it as what it isn't. Otherwise `invalid` for any error, and `valid`.
 */
export function judgeIssues<Code extends string>(
  table: Readonly<Record<Code, IssueText>>,
  issues: readonly Issue<Code>[],
): FileVerdict {
  if (issues.some(({ code }) => table[code].unknown === true)) return 'unknown';
  return issues.some(({ level }) => level === 'error') ? 'invalid' : 'valid';
}
