import { SIGNATURE_REASONS } from '../http/signatureReasons.ts';
import { REGISTRATION_REASONS } from '../registration/registrationReasonTable.ts';
import { TEE_REASONS } from '../tee/reasonTable.ts';
import { VERDICT_REASONS } from './reasonTable.ts';
import type { VerdictReason, VerdictStatus } from './reasonTable.ts';

/** What a reason means. */
export interface ReasonDescription {
  readonly verdict: VerdictStatus;
  readonly meaning: string;
  /** Empty where the table of the reason names none. */
  readonly wayOut: string;
}

const TABLES: Readonly<Record<string, Readonly<Record<string, ReasonDescription>>>> = {
  signature: Object.fromEntries(
    Object.entries(SIGNATURE_REASONS).map(([code, { status, meaning }]) => [
      code,
      { verdict: status, meaning, wayOut: '' },
    ]),
  ),
  file: REGISTRATION_REASONS,
  domain: REGISTRATION_REASONS,
  'tee-evidence': TEE_REASONS,
};

/**
 * What a reason means, and how it counts.
 *
 * @param code Of a verdict or check.
 */
export function describeReason(code: VerdictReason): ReasonDescription {
  const at = code.indexOf('/');
  const found =
    at < 0
      ? (VERDICT_REASONS as Readonly<Record<string, ReasonDescription>>)[code]
      : TABLES[code.slice(0, at)]?.[code.slice(at + 1)];
  if (found === undefined) throw new TypeError(`${code} is no reason of a verdict`);
  return found;
}
