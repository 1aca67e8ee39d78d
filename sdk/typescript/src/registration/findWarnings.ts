import { TRUST_MODELS } from './constants.ts';
import { createIssue } from './createIssue.ts';
import { createValueIssue } from './createValueIssue.ts';
import { findRegistrationWarnings } from './findRegistrationWarnings.ts';
import type { RegistrationIssue } from './types.ts';

/**
 * What is worth a word in a registration file without making it unusable.
 *
 * @param raw The parsed file, its shape not checked yet.
 */
export function findWarnings(raw: Readonly<Record<string, unknown>>): RegistrationIssue[] {
  const issues: RegistrationIssue[] = [];
  const key = raw['services'] === undefined ? 'endpoints' : 'services';
  const services = raw[key];
  if (raw['endpoints'] !== undefined) {
    issues.push(createIssue(key === 'endpoints' ? 'endpoints-legacy' : 'endpoints-ignored', ['endpoints']));
  }
  if (Array.isArray(services) && services.length === 0) {
    issues.push(createIssue('services-empty', [key]));
  }
  for (const flag of ['x402Support', 'active']) {
    if (raw[flag] === undefined) issues.push(createIssue('flag-missing', [flag]));
  }
  if (raw['registrations'] === undefined) issues.push(createIssue('registrations-missing', ['registrations']));
  issues.push(...findRegistrationWarnings(raw['registrations']));
  const models: readonly unknown[] = Array.isArray(raw['supportedTrust']) ? raw['supportedTrust'] : [];
  models.forEach((model, index) => {
    if (typeof model === 'string' && !TRUST_MODELS.includes(model)) {
      issues.push(createValueIssue('trust-unknown', ['supportedTrust', index], model));
    }
  });
  return issues;
}
