import { buildIssue } from './buildIssue.ts';
import { describeValue } from './describeValue.ts';
import type { Issue, IssueText } from './types.ts';

/**
 * Builds an issue about a value that was found.
 *
 * @param table The codes of the kind of file.
 * @param code The finding.
 * @param path Where it is.
 * @param value What is there; a missing value needs no telling.
 */
export function buildValueIssue<Code extends string>(
  table: Readonly<Record<Code, IssueText>>,
  code: Code,
  path: readonly PropertyKey[],
  value: unknown,
): Issue<Code> {
  return buildIssue(table, code, path, value === undefined ? undefined : `found ${describeValue(value)}`);
}
