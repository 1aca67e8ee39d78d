import type { z } from 'zod';
import { buildValueIssue } from './buildValueIssue.ts';
import type { Issue, IssueText } from './types.ts';

/** Nobody reads more, and telling half of a large file's values would take long. */
const MAX_ISSUES = 1_000;

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined),
    root,
  );
}

/**
 * Turns what a schema found into issues, the first 1,000 of them.
 *
 * @param table The codes of the kind of file.
 * @param error The error of the schema; its messages are codes.
 * @param root The value that was checked.
 * @param rename Tells the path in the file from that in `root`, where the two differ.
 */
export function toIssues<Code extends string>(
  table: Readonly<Record<Code, IssueText>>,
  error: z.ZodError,
  root: unknown,
  rename: (path: readonly PropertyKey[]) => readonly PropertyKey[] = (path) => path,
): Issue<Code>[] {
  const isCode = (text: string): text is Code => Object.hasOwn(table, text);
  return error.issues.slice(0, MAX_ISSUES).map(({ message, path }) => {
    if (!isCode(message)) throw new TypeError(`A schema has a message that is no code: ${message}`);
    return buildValueIssue(table, message, rename(path), valueAt(root, path));
  });
}
