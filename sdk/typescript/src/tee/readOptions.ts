import type { TrustedRoot } from './roots.ts';
import { TeeError } from './TeeError.ts';
import type { TeeOptions, TeePolicy } from './types.ts';

/** Longest accepted periods, in seconds: ten years. */
const MAX_SECONDS = 315_360_000;
/** ISVPRODID and ISVSVN have 16 bits, the guest SVN of SEV-SNP has 32. */
const MAX_SVN = 4_294_967_295;
/** AMD's components of a TCB have 8 bits, its privilege levels are four. */
const MAX_TCB_COMPONENT = 255;
const MAX_VMPL = 3;
const FLAGS = ['allowDebug', 'allowMigration', 'requireNonce', 'requireRevocationList'] as const;

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

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A period of the policy in milliseconds. */
function readSeconds(name: string, seconds: number): number {
  const isPeriod = typeof seconds === 'number' && seconds >= 0 && seconds <= MAX_SECONDS;
  if (!isPeriod) throw fault(`${name} must be 0 to ${MAX_SECONDS}, not ${show(seconds)}`);
  return seconds * 1000;
}

/** Policies come from JSON too, and comparing with a text such as `"7a"` is comparing with NaN: nothing is ever too low. */
function checkInteger(name: string, value: unknown, max: number): void {
  if (value === undefined || (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max)) return;
  throw fault(`${name} must be a whole number of 0 to ${max}, not ${show(value)}`);
}

/** A text would be searched for its parts: `OutOfDateConfigurationNeeded` for `OutOfDate`. */
function checkTexts(name: string, value: unknown): void {
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (value !== undefined && !isList) throw fault(`${name} must be a list of texts, not ${show(value)}`);
}

function checkTypes(policy: TeePolicy): void {
  checkInteger('productId', policy.productId, MAX_SVN);
  checkInteger('minimumSvn', policy.minimumSvn, MAX_SVN);
  checkInteger('maximumVmpl', policy.maximumVmpl, MAX_VMPL);
  checkTexts('acceptedTcbStatuses', policy.acceptedTcbStatuses);
  checkTexts('refusedAdvisories', policy.refusedAdvisories);
  for (const name of ['measurements', 'minimumTcb'] as const) {
    const value: unknown = policy[name];
    if (value !== undefined && !isRecord(value)) throw fault(`${name} must be an object of values by name`);
  }
  for (const [name, minimum] of Object.entries(policy.minimumTcb ?? {})) {
    checkInteger(`minimumTcb.${name}`, minimum, MAX_TCB_COMPONENT);
  }
  for (const name of FLAGS) {
    const value: unknown = policy[name];
    if (value !== undefined && typeof value !== 'boolean') {
      throw fault(`${name} must be true or false, not ${show(value)}`);
    }
  }
}

function checkExpectations({ key, nonce, reportData, measurements = {} }: TeePolicy): void {
  if (key !== undefined && reportData !== undefined) throw fault('key and reportData both say what is bound; pass one');
  if (key?.length === 0) throw fault('key is empty');
  if (nonce?.length === 0) throw fault('nonce is empty');
  for (const [name, value] of Object.entries<string | undefined>(measurements)) {
    if (typeof value !== 'string' || !/^(?:[0-9a-f]{2})+$/.test(value))
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
  checkTypes(policy);
  checkExpectations(policy);
  return {
    at: moment,
    grace: readSeconds('collateralGraceSeconds', policy.collateralGraceSeconds ?? 0),
    policy,
    roots,
  };
}
