import { REGISTRATION_REASONS } from './registrationReasonTable.ts';
import type { RegistrationReason } from './registrationReasonTable.ts';
import type { RegistrationVerification } from './types.ts';

type Facts = Partial<Omit<RegistrationVerification, 'verdict' | 'code' | 'message'>>;

/**
 * Builds a verdict; its words come from the table of reasons.
 *
 * @param code The reason.
 * @param facts What is known so far.
 * @param detail What was found, in words.
 */
export function concludeRegistration(
  code: RegistrationReason,
  facts: Facts = {},
  detail?: string,
): RegistrationVerification {
  const { verdict, meaning, wayOut } = REGISTRATION_REASONS[code];
  const found = detail === undefined ? '' : ` (${detail})`;
  return { issues: [], ...facts, verdict, code, message: `${meaning}${found}; ${wayOut}` };
}
