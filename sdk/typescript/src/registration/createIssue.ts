import { REGISTRATION_ISSUES } from './issueTable.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import { toJsonPointer } from './toJsonPointer.ts';
import type { RegistrationIssue } from './types.ts';

/** `['services', 0, 'name']` → `services[0].name`. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return name === '' ? 'the file' : name.replace(/^\./, '');
}

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
  const { level, problem, wayOut } = REGISTRATION_ISSUES[code];
  const found = detail === undefined ? '' : ` (${detail})`;
  return { code, level, pointer: toJsonPointer(path), message: `${fieldName(path)} ${problem}${found}; ${wayOut}` };
}
