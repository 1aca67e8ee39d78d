import { toJsonPointer } from './toJsonPointer.ts';
import type { Issue, IssueText } from './types.ts';

/** `['services', 0, 'name']` → `services[0].name`. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return name === '' ? 'the file' : name.replace(/^\./, '');
}

/**
 * Builds one issue; its words come from a table of codes.
 *
 * @param table The codes of the kind of file.
 * @param code The finding.
 * @param path Where it is.
 * @param detail What was found there, in words; absent when there is nothing to tell.
 */
export function buildIssue<Code extends string>(
  table: Readonly<Record<Code, IssueText>>,
  code: Code,
  path: readonly PropertyKey[],
  detail?: string,
): Issue<Code> {
  const { level, problem, wayOut } = table[code];
  const found = detail === undefined ? '' : ` (${detail})`;
  return { code, level, pointer: toJsonPointer(path), message: `${fieldName(path)} ${problem}${found}; ${wayOut}` };
}
