import { VerdictError } from './VerdictError.ts';

/**
 * The time of a judgement: seconds since 1970.
 *
 * @throws VerdictError `policy-invalid` for a clock that gives no number; nothing compared with NaN would be late.
 */
export function toNow(clock: (() => number) | undefined): number {
  const now = clock === undefined ? Date.now() / 1000 : clock();
  if (Number.isFinite(now)) return now;
  throw new VerdictError('policy-invalid', `policy: now gave ${String(now)}; return seconds since 1970`);
}
