import { decodeBase64Url } from '../encoding/decodeBase64Url.ts';
import { readJson } from '../json/readJson.ts';
import type { CardReason } from './cardReasonTable.ts';
import type { CardSignature } from './types.ts';

/** Largest protected header in bytes. */
const LARGEST_HEADER = 4_096;

/** What a protected header says. */
export interface ProtectedHeader {
  readonly alg: string;
  readonly kid: string;
}

/** A header, or why there is none. */
export type HeaderReading =
  | { readonly header: ProtectedHeader }
  | { readonly code: Extract<CardReason, 'header-malformed' | 'critical-unsupported'>; readonly detail: string };

function malformed(detail: string): HeaderReading {
  return { code: 'header-malformed', detail };
}

/** RFC 7515, section 4.1.11. No extension is understood here, so a well-formed list is refused too. */
function readCritical(fields: Readonly<Record<string, unknown>>): HeaderReading {
  const { crit } = fields;
  const names: readonly unknown[] = Array.isArray(crit) ? crit : [];
  const isList = names.length > 0 && names.every((name) => typeof name === 'string' && Object.hasOwn(fields, name));
  if (!isList) return malformed('crit is no list of names in the header');
  return { code: 'critical-unsupported', detail: names.map(String).join(', ').slice(0, 100) };
}

/**
 * Reads the header of a signature (RFC 7515, sections 4 and 7.2.1). `alg` and `kid` must be protected (A2A 1.0,
 * section 8.4.2). `jwk`, `jku`, `x5c` and the like are not looked at: who signed can't say which key to trust.
 *
 * @param signature A signature whose members have the right types.
 */
export function readProtectedHeader({ protected: text, header: unprotected = {} }: CardSignature): HeaderReading {
  const bytes = decodeBase64Url(text);
  if (!bytes) return malformed('protected is no base64url');
  const reading = readJson(bytes, { maxBytes: LARGEST_HEADER });
  if (!('value' in reading)) return malformed(`protected: ${reading.faults.map(({ code }) => code).join(', ')}`);
  const { value } = reading;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return malformed('protected is no object');
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const repeated = Object.keys(unprotected).find((name) => Object.hasOwn(fields, name));
  if (repeated !== undefined) return malformed(`${JSON.stringify(repeated.slice(0, 50))} is in both headers`);
  if (Object.hasOwn(unprotected, 'crit')) return malformed('crit is not protected');
  if (Object.hasOwn(fields, 'crit')) return readCritical(fields);
  // RFC 7797 demands crit beside it; read without, the payload would be another.
  if (Object.hasOwn(fields, 'b64')) return malformed('b64 without crit');
  const { alg, kid } = fields;
  if (typeof alg !== 'string' || alg === '') return malformed('alg is no string');
  if (typeof kid !== 'string' || kid === '') return malformed('kid is no string');
  return { header: { alg, kid } };
}
