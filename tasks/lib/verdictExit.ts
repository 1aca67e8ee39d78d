import { EXIT } from './types.ts';
import type { ExitCode } from './types.ts';

/** How tasks end that judge: only `valid` is a success. */
export const VERDICT_EXIT: Readonly<Record<'valid' | 'invalid' | 'unknown', ExitCode>> = {
  valid: EXIT.ok,
  invalid: EXIT.refused,
  unknown: EXIT.unknown,
};
