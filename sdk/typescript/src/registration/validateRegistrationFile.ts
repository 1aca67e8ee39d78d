import type { z } from 'zod';
import { toIssues } from '../json/toIssues.ts';
import { REGISTRATION_FIELDS } from './constants.ts';
import { createIssue } from './createIssue.ts';
import { createValueIssue } from './createValueIssue.ts';
import { findRegistrationWarnings } from './findRegistrationWarnings.ts';
import { findWarnings } from './findWarnings.ts';
import { REGISTRATION_ISSUES } from './issueTable.ts';
import type { RegistrationIssueCode } from './issueTable.ts';
import { registrationFileSchema, registrationsSchema } from './registrationSchema.ts';
import type { RegistrationFileResult, RegistrationIssue } from './types.ts';

/**
 * Checks the content of a registration file, as parsed from JSON.
 *
 * Use {@link parseRegistrationFile} wherever the text is at hand: a repeated key can only be seen there.
 *
 * @param value What `JSON.parse` returned.
 * @returns A registration file or a domain proof with warnings, or all errors and warnings of an invalid file.
 */
export function validateRegistrationFile(value: unknown): RegistrationFileResult {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'invalid', issues: [createValueIssue('not-an-object', [], value)] };
  }
  const raw: Readonly<Record<string, unknown>> = { ...value };
  if (!REGISTRATION_FIELDS.some((field) => Object.hasOwn(raw, field))) return validateDomainProof(raw);

  const readsEndpoints = raw['services'] === undefined && raw['endpoints'] !== undefined;
  const { endpoints, ...rest } = raw;
  const read = readsEndpoints ? { ...rest, services: endpoints } : raw;
  const warnings = findWarnings(raw);
  const parsed = registrationFileSchema.safeParse(read);
  if (parsed.success) return { kind: 'registration', file: parsed.data, issues: warnings };

  const rename = ([first, ...others]: readonly PropertyKey[]): readonly PropertyKey[] => [
    ...(first === undefined ? [] : [readsEndpoints && first === 'services' ? 'endpoints' : first]),
    ...others,
  ];
  return { kind: 'invalid', issues: [...toErrors(parsed.error, read, rename), ...warnings] };
}

/** Other fields than `registrations` are allowed beside it, as everywhere. */
function validateDomainProof(raw: Readonly<Record<string, unknown>>): RegistrationFileResult {
  if (!Object.hasOwn(raw, 'registrations')) {
    return { kind: 'invalid', issues: [createValueIssue('unrelated-object', [], raw)] };
  }
  const { registrations } = raw;
  const parsed = registrationsSchema.safeParse(registrations);
  const warnings = findRegistrationWarnings(registrations);
  if (!parsed.success) {
    const errors = toErrors(parsed.error, registrations, (path) => ['registrations', ...path]);
    return { kind: 'invalid', issues: [...errors, ...warnings] };
  }
  if (parsed.data.length === 0) warnings.push(createIssue('domain-proof-empty', ['registrations']));
  return { kind: 'domain-proof', registrations: parsed.data, issues: warnings };
}

function toErrors(
  error: z.ZodError,
  root: unknown,
  rename: (path: readonly PropertyKey[]) => readonly PropertyKey[],
): RegistrationIssue[] {
  return toIssues<RegistrationIssueCode>(REGISTRATION_ISSUES, error, root, rename);
}
