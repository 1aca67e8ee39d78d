import type { TrustedRoot } from './roots.ts';
import { TeeError } from './TeeError.ts';
import type { TeeOptions, TeePolicy } from './types.ts';

/** Longest accepted periods, in seconds: ten years. */
const MAX_SECONDS = 315_360_000;

/** The common options with their defaults, checked. */
export interface ReadOptions {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds. */
  readonly grace: number;
  readonly policy: TeePolicy;
  readonly roots: readonly TrustedRoot[];
}

function fault(problem: string): TeeError {
  return new TeeError('options-invalid', `options: ${problem}`);
}

/** A period of the policy in milliseconds. */
function readSeconds(name: string, seconds: number): number {
  if (!(seconds >= 0 && seconds <= MAX_SECONDS)) throw fault(`${name} must be 0 to ${MAX_SECONDS}, not ${seconds}`);
  return seconds * 1000;
}

function checkExpectations({ key, nonce, reportData, measurements = {} }: TeePolicy): void {
  if (key !== undefined && reportData !== undefined) throw fault('key and reportData both say what is bound; pass one');
  if (key?.length === 0) throw fault('key is empty');
  if (nonce?.length === 0) throw fault('nonce is empty');
  for (const [name, value] of Object.entries<string | undefined>(measurements)) {
    if (value === undefined || !/^(?:[0-9a-f]{2})+$/.test(value))
      throw fault(`measurements.${name} is not lower-case hex`);
  }
}

/**
 * Checks the common options and fills in defaults.
 *
 * @param pinned The roots to use if the options name none.
 * @throws TeeError `options-invalid`.
 */
export function readOptions(options: TeeOptions, pinned: readonly TrustedRoot[]): ReadOptions {
  const { at, policy = {}, roots = pinned } = options;
  const moment = at.getTime();
  if (Number.isNaN(moment)) throw fault('at is not a moment');
  if (roots.length === 0) throw fault('roots is empty');
  for (const { name, sha256 } of roots) {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw fault(`root ${name}: sha256 is not 64 lower-case hex digits`);
  }
  readSeconds('maxAgeSeconds', policy.maxAgeSeconds ?? 0);
  readSeconds('clockSkewSeconds', policy.clockSkewSeconds ?? 0);
  checkExpectations(policy);
  return {
    at: moment,
    grace: readSeconds('collateralGraceSeconds', policy.collateralGraceSeconds ?? 0),
    policy,
    roots,
  };
}
