import type { ZodType } from 'zod';
import { buildIssue } from '../../json/buildIssue.ts';
import { findJsonFaults } from '../../json/findJsonFaults.ts';
import { JSON_ISSUES } from '../../json/jsonIssues.ts';
import { assertSize } from '../assertSize.ts';
import { TEE_LIMITS } from '../limits.ts';
import { TeeError } from '../TeeError.ts';

/**
 * Reads JSON of a known shape. A key that occurs twice is refused.
 *
 * @param maxLength Of the text; that of TCB info and QE identity by default.
 * @throws TeeError `input-too-large` or `collateral-malformed`, naming the first field at fault.
 */
export function parseJson<T>(
  text: string,
  schema: ZodType<T>,
  what: string,
  maxLength: number = TEE_LIMITS.collateralJson,
): T {
  assertSize(text, maxLength, what);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new TeeError('collateral-malformed', `${what}: not JSON`, { cause: error });
  }
  const [fault] = findJsonFaults(text);
  if (fault !== undefined) {
    const { message } = buildIssue(JSON_ISSUES, fault.code, fault.path, fault.detail);
    throw new TeeError('collateral-malformed', `${what}: ${message}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TeeError('collateral-malformed', `${what}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
