import type { z } from 'zod';
import { createValueIssue } from './createValueIssue.ts';
import { REGISTRATION_ISSUES } from './issueTable.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import type { RegistrationIssue } from './types.ts';

function isCode(text: string): text is RegistrationIssueCode {
  return Object.hasOwn(REGISTRATION_ISSUES, text);
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined),
    root,
  );
}

/**
 * Turns what a schema of this module found into issues.
 *
 * @param error The error of the schema; its messages are codes.
 * @param root The value that was checked.
 * @param rename Tells the path in the file from that in `root`, where the two differ.
 */
export function toIssues(
  error: z.ZodError,
  root: unknown,
  rename: (path: readonly PropertyKey[]) => readonly PropertyKey[],
): RegistrationIssue[] {
  return error.issues.map(({ message, path }) => {
    if (!isCode(message)) throw new TypeError(`A registration schema has a message that is no code: ${message}`);
    return createValueIssue(message, rename(path), valueAt(root, path));
  });
}
